package dev.muster.cli;

import dev.muster.core.run.MapRequest;
import dev.muster.core.run.MapRuns;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster demo}: runs examples/demo and shows what came of it. */
@Command(name = "demo")
final class DemoCommand extends MusterCommand {

  @Mixin MapOptions options = new MapOptions();

  @Option(names = "--dry-run", description = "Print the plan and run nothing.")
  boolean dryRun;

  DemoCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    String problem = options.problem();
    if (problem != null) {
      throw usage(problem);
    }
    Path folder = context().install().resolve("examples").resolve("demo");
    if (!Files.isDirectory(folder)) {
      throw new MusterException(
          ErrorKind.NOT_FOUND,
          "the sample project is missing: " + folder,
          "run muster from a checkout or an installation that has examples/");
    }
    Console console = console();
    MapRequest request = options.request(context(), folder);
    if (dryRun) {
      new PlanView(console)
          .show(
              new MapRuns(context().services().get()).prepare(folder, request), request.workers());
      return ExitCode.DONE.code();
    }
    ExitCode code = new MapExecution(context(), console).run(folder, request);
    if (!console.json() && !console.quiet() && code != ExitCode.INTERRUPTED) {
      new DemoView(console).show(folder.resolve("results").resolve("latest"));
    }
    return code.code();
  }
}
