package dev.muster.cli;

import dev.muster.core.query.RunCatalog;
import dev.muster.model.ProjectName;
import dev.muster.model.Run;
import dev.muster.spi.ledger.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster runs list}. */
@Command(name = "list")
final class RunsListCommand extends MusterCommand {

  @Option(
      names = {"-p", "--project"},
      paramLabel = "NAME",
      description = "Only runs of the project with this name.")
  @Nullable String project;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  int limit = 20;

  RunsListCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    String name = project;
    if (name != null && !ProjectName.isValid(name)) {
      throw usage("\"" + name + "\" cannot be the name of a project");
    }
    if (limit < 1) {
      throw usage("--limit takes 1 or more, not " + limit);
    }
    RunCatalog catalog = new RunCatalog(context().services().get());
    List<Run> runs = catalog.list(name == null ? null : new ProjectName(name), limit);
    Console console = console();
    Instant now = context().services().get().clock().instant();
    Table table = new Table("run", "project", "state", "tasks", "failed", "cached", "age", "took");
    for (Run run : runs) {
      Runs.Counts counts = catalog.counts(run.id());
      console.json(RunFacts.of(run, counts));
      table.row(
          run.id(),
          run.project(),
          run.state().name().toLowerCase(Locale.ROOT),
          run.total(),
          counts.failed(),
          counts.cached(),
          Texts.age(Duration.between(run.created(), now)),
          run.ended() == null ? "" : Texts.duration(run.timings().total()));
    }
    if (runs.isEmpty()) {
      console.say("no runs yet; start one with: muster map PROJECT");
    } else {
      console.table(table);
    }
    return ExitCode.DONE.code();
  }
}
