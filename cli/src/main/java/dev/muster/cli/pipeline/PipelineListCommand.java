package dev.muster.cli.pipeline;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.cli.MusterCommand;
import dev.muster.cli.Table;
import dev.muster.cli.Texts;
import dev.muster.core.pipeline.PipelineCatalog;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.StepRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster pipeline list}. */
@Command(name = "list")
public final class PipelineListCommand extends MusterCommand {

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  int limit = 20;

  public PipelineListCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw usage("--limit takes 1 or more, not " + limit);
    }
    PipelineCatalog catalog = new PipelineCatalog(context().services().get());
    List<PipelineRun> runs = catalog.list(null, limit);
    Console console = console();
    Instant now = context().services().get().clock().instant();
    Table table = new Table("run", "pipeline", "state", "exit", "steps", "done", "age", "took");
    for (PipelineRun run : runs) {
      List<StepRecord> steps = catalog.steps(run.id());
      console.json(StepFacts.of(run));
      table.row(
          run.id(),
          run.name(),
          run.state().name().toLowerCase(Locale.ROOT),
          run.exitCode() == null ? "" : run.exitCode(),
          steps.size(),
          steps.stream().filter(step -> step.state().isDone()).count(),
          Texts.age(Duration.between(run.created(), now)),
          run.ended() == null ? "" : Texts.duration(Duration.between(run.created(), run.ended())));
    }
    if (runs.isEmpty()) {
      console.say("no runs yet; start one with: muster pipeline run FILE");
    } else {
      console.table(table);
    }
    return ExitCode.DONE.code();
  }
}
