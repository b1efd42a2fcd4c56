package dev.muster.cli;

import dev.muster.core.chain.ElementRunner;
import dev.muster.core.run.MapRequest;
import dev.muster.core.run.MapRuns;
import dev.muster.core.run.RunSummary;
import dev.muster.model.Run;
import dev.muster.model.RunState;
import dev.muster.spi.MusterException;
import java.nio.file.Path;

/** Runs a project, or goes on with a run, with its progress and its summary. */
final class MapExecution {

  private final CliContext context;
  private final Console console;

  MapExecution(CliContext context, Console console) {
    this.context = context;
    this.console = console;
  }

  ExitCode run(Path folder, MapRequest request) throws InterruptedException {
    RunSummary summary;
    try (ProgressView view = new ProgressView(console)) {
      summary = new MapRuns(context.services().get()).run(folder, request, view, context.control());
    }
    return end(summary);
  }

  /** Does one of several runs, and shows its summary, whatever became of it. */
  RunSummary runOne(ElementRunner.MapCall call) throws InterruptedException {
    RunSummary summary;
    try (ProgressView view = new ProgressView(console)) {
      summary = call.run(view);
    }
    new SummaryView(console).show(summary);
    return summary;
  }

  ExitCode resume(Run run, MapRequest request) throws InterruptedException {
    RunSummary summary;
    try (ProgressView view = new ProgressView(console)) {
      summary =
          new MapRuns(context.services().get()).resume(run.id(), request, view, context.control());
    }
    return end(summary);
  }

  private ExitCode end(RunSummary summary) {
    new SummaryView(console).show(summary);
    MusterException notSaved = summary.notSaved();
    if (notSaved != null) {
      throw notSaved;
    }
    return code(summary.run().state());
  }

  private static ExitCode code(RunState state) {
    return switch (state) {
      case COMPLETED -> ExitCode.DONE;
      case FAILED, RUNNING, DELETED -> ExitCode.FAILED;
      case INTERRUPTED, CANCELLED -> ExitCode.INTERRUPTED;
    };
  }
}
