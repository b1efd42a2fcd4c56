package dev.muster.cli;

import dev.muster.core.query.RunCatalog;
import dev.muster.model.Run;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster runs delete RUN…}. */
@Command(name = "delete")
final class RunsDeleteCommand extends MusterCommand {

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "Ids of runs, starts or ends of them, or latest.")
  List<String> runs = new ArrayList<>();

  @Option(names = "--dry-run", description = "Print what would be deleted.")
  boolean dryRun;

  RunsDeleteCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    RunCatalog catalog = new RunCatalog(context().services().get());
    List<Run> named = runs.stream().map(catalog::require).distinct().toList();
    Console console = console();
    if (!dryRun && !common.yes) {
      throw new MusterException(
          ErrorKind.USAGE,
          "deleting " + named.stream().map(Run::id).toList() + " cannot be undone",
          "say it with --yes, or look first with --dry-run");
    }
    for (Run run : named) {
      if (!dryRun) {
        catalog.delete(run);
      }
      console.json(Console.object("run", run.id().value(), "deleted", !dryRun));
      console.print((dryRun ? "would delete " : "deleted ") + run.id() + "  " + run.results());
    }
    return ExitCode.DONE.code();
  }
}
