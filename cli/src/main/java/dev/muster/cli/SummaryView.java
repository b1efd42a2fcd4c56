package dev.muster.cli;

import dev.muster.core.run.RunProgress;
import dev.muster.core.run.RunSummary;
import dev.muster.model.Run;

/** The end of a run: what became of it and where its results are. */
final class SummaryView {

  private final Console console;

  SummaryView(Console console) {
    this.console = console;
  }

  void show(RunSummary summary) {
    Run run = summary.run();
    RunProgress progress = summary.progress();
    console.json(
        Console.object(
            "event", "ended",
            "run", run.id().value(),
            "state", run.state().name(),
            "tasks", progress.total(),
            "succeeded", progress.succeeded(),
            "failed", progress.failed(),
            "revoked", progress.revoked(),
            "cached", progress.cached(),
            "unfinished", progress.unfinished(),
            "seconds", run.timings().total().toMillis() / 1000.0,
            "results", run.results().toString()));
    console.print(
        state(run)
            + "  "
            + Texts.count(progress.total(), "task")
            + ": "
            + console.good(progress.succeeded() + " succeeded")
            + counted(progress)
            + "  in "
            + Texts.duration(run.timings().total()));
    console.print("results  " + run.results());
    console.print("report   " + run.results().resolve("report.html"));
    if (progress.failed() > 0) {
      console.print("why      muster runs logs " + run.id() + " --failed");
    }
    if (summary.interrupted() || progress.unfinished() > 0) {
      console.print("go on    muster runs resume " + run.id());
    }
  }

  private String counted(RunProgress progress) {
    StringBuilder text = new StringBuilder();
    if (progress.cached() > 0) {
      text.append(", ").append(progress.cached()).append(" cached");
    }
    if (progress.failed() > 0) {
      text.append(", ").append(console.bad(progress.failed() + " failed"));
    }
    if (progress.revoked() > 0) {
      text.append(", ").append(progress.revoked()).append(" revoked");
    }
    if (progress.unfinished() > 0) {
      text.append(", ").append(progress.unfinished()).append(" unfinished");
    }
    return text.toString();
  }

  private String state(Run run) {
    return switch (run.state()) {
      case COMPLETED -> console.good("completed");
      case FAILED -> console.bad("failed");
      case RUNNING -> "running";
      case INTERRUPTED -> console.bad("interrupted");
      case CANCELLED -> console.bad("cancelled");
      case DELETED -> "deleted";
    };
  }
}
