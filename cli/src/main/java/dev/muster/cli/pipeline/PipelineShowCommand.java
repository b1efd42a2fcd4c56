package dev.muster.cli.pipeline;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.cli.Table;
import dev.muster.cli.Texts;
import dev.muster.core.pipeline.PipelineCatalog;
import dev.muster.model.Lease;
import dev.muster.model.RunState;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code muster pipeline show RUN}. */
@Command(name = "show")
public final class PipelineShowCommand extends PipelineRunsCommand {

  public PipelineShowCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    PipelineRun shown = run();
    PipelineCatalog catalog = catalog();
    Lease owner = catalog.owner(shown);
    List<StepRecord> steps = catalog.steps(shown.id());
    List<StepJob> jobs = catalog.jobs(shown.id());
    Console console = console();
    if (console.json()) {
      Map<String, @Nullable Object> object = StepFacts.of(shown);
      object.put("owner", owner == null ? null : owner.owner().toString());
      object.put("resumable", catalog.isResumable(shown));
      object.put(
          "steps",
          steps.stream().map(step -> StepFacts.of(shown, step, attempts(step, jobs))).toList());
      console.json(object);
      return ExitCode.DONE.code();
    }
    boolean orphaned = shown.state() == RunState.RUNNING && owner == null;
    console.print(
        console.bold("run " + shown.id())
            + "  "
            + shown.state()
            + (shown.exitCode() == null ? "" : ", exit code " + shown.exitCode())
            + (orphaned ? ", but no Muster works on it" : ""));
    line("pipeline", shown.name() + " in " + shown.file());
    line("created", shown.created().toString());
    if (shown.ended() != null) {
      line("took", Texts.duration(Duration.between(shown.created(), shown.ended())));
    }
    if (owner != null) {
      line("owner", owner.owner() + ", lease until " + owner.expires());
    }
    table(console, shown, steps, jobs);
    for (StepRecord step : steps) {
      if (step.cause() != null) {
        line("failed", step.id() + ": " + step.reason());
        RunView.because(console, step);
      }
    }
    line("results", shown.results().toString());
    line("again", shown.command().stream().map(Texts::quoted).collect(Collectors.joining(" ")));
    if (catalog.isResumable(shown)) {
      line("go on", "muster pipeline run --resume " + shown.id());
    }
    if (console.verbose()) {
      shown.environment().forEach(fact -> line(fact.name(), fact.value()));
    }
    return ExitCode.DONE.code();
  }

  private static void table(
      Console console, PipelineRun run, List<StepRecord> steps, List<StepJob> jobs) {
    Table table = new Table("step", "state", "attempts", "exit", "took", "engine", "reason", "log");
    for (StepRecord step : steps) {
      List<StepJob> attempts = attempts(step, jobs);
      StepJob last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
      table.row(
          step.id(),
          RunView.word(step.state()),
          attempts.size(),
          last == null || last.exitCode() == null ? "" : last.exitCode(),
          last == null || last.started() == null || last.ended() == null
              ? ""
              : Texts.duration(Duration.between(last.started(), last.ended())),
          last == null ? "" : last.engine(),
          step.reason() == null ? "" : step.reason(),
          last == null
              ? ""
              : run.results().relativize(run.results().resolve(last.folder())) + "/log");
    }
    console.table(table);
  }

  private static List<StepJob> attempts(StepRecord step, List<StepJob> jobs) {
    List<StepJob> attempts = new ArrayList<>();
    jobs.stream().filter(job -> job.step() == step.number()).forEach(attempts::add);
    return attempts;
  }

  private void line(String name, String value) {
    console().print(String.format(Locale.ROOT, "%-10s %s", name, Texts.plain(value)));
  }
}
