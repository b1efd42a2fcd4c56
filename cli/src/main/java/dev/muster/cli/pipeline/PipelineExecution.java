package dev.muster.cli.pipeline;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.Texts;
import dev.muster.core.pipeline.PipelineCatalog;
import dev.muster.core.pipeline.PipelineListener;
import dev.muster.core.pipeline.PipelineRuns;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs a pipeline, or goes on with a run, with its progress and its summary. */
public final class PipelineExecution {

  private final CliContext context;
  private final Console console;

  public PipelineExecution(CliContext context, Console console) {
    this.context = context;
    this.console = console;
  }

  /** A run that waits for one who listens. */
  @FunctionalInterface
  public interface Call {
    PipelineRuns.End run(PipelineListener listener) throws InterruptedException;
  }

  /**
   * How long a command waits for the end of what it cancels.
   *
   * @param grace for steps, to end by themselves
   * @param whole until it gives up
   */
  public record Patience(Duration grace, Duration whole) {

    /** Behind the grace time: kills, the last words of the ledger, reports. */
    private static final Duration FOR_THE_REST = Duration.ofSeconds(60);

    /** As the settings say. */
    public static Patience of(CliContext context) {
      Duration grace = context.settings().get().graceTime().value();
      return new Patience(grace, grace.plus(FOR_THE_REST));
    }
  }

  /** Shows how it goes, and then how it went. */
  public PipelineRuns.End run(Call call) throws InterruptedException {
    try (RunView view = new RunView(console)) {
      PipelineRuns.End end = call.run(view);
      view.summary(end);
      return end;
    }
  }

  /** Says messages and nothing else. */
  public static PipelineListener messages(Console console) {
    return new PipelineListener() {
      @Override
      public void message(String text) {
        console.say(Texts.plain(text));
      }
    };
  }

  /** Prints what the last attempts of all steps printed. */
  public void logs(PipelineRun run) {
    PipelineCatalog catalog = new PipelineCatalog(context.services().get());
    List<StepJob> jobs = catalog.jobs(run.id());
    for (StepRecord step : catalog.steps(run.id())) {
      jobs.stream()
          .filter(job -> job.step() == step.number())
          .reduce((first, second) -> second)
          .ifPresent(job -> log(run, step, job));
    }
  }

  private void log(PipelineRun run, StepRecord step, StepJob job) {
    Path file = run.results().resolve(job.folder()).resolve("log");
    console.json(Console.object("event", "log", "step", step.id().value(), "log", file.toString()));
    if (console.json()) {
      return;
    }
    console.print(console.bold("step " + step.id()));
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        console.print(Texts.lines(line));
      }
    } catch (IOException e) {
      console.print(console.faint("(no log: " + e.getMessage() + ")"));
    }
  }
}
