package dev.muster.cli;

import dev.muster.core.run.RunListener;
import dev.muster.core.run.RunProgress;
import dev.muster.model.Failure;
import dev.muster.model.Outcome;
import dev.muster.model.Run;
import dev.muster.model.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run on its way: a bar on a terminal, a line every few seconds in a pipe, an event for
 * each task with --json.
 */
final class ProgressView implements RunListener, AutoCloseable {

  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final Duration NEXT_LINE = Duration.ofSeconds(5);
  private static final int BAR = 24;
  private static final int SHOWN_FAILURES = 5;
  private static final int SHOWN_MESSAGE = 300;

  private final Console console;
  private final boolean bar;
  private final long begun = System.nanoTime();
  private final ScheduledExecutorService timer;
  private @Nullable ScheduledFuture<?> ticks;
  private @Nullable RunProgress progress;
  private int doneBefore;
  private int failuresShown;
  private boolean drawn;
  private String lastLine = "";

  ProgressView(Console console) {
    this.console = console;
    bar = console.terminal().errIsTerminal() && !console.json() && !console.quiet();
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    long period = (bar ? REDRAW : NEXT_LINE).toMillis();
    if (!console.json() && !console.quiet()) {
      ticks = timer.scheduleAtFixedRate(this::tick, period, period, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public synchronized void message(String text) {
    if (console.json()) {
      console.json(Console.object("event", "message", "text", text));
    } else if (console.verbose() || !text.startsWith("  ")) {
      clear();
      console.say(Texts.plain(text));
    }
  }

  @Override
  public synchronized void started(Run run, RunProgress begin) {
    progress = begin;
    doneBefore = begin.done();
    console.json(
        Console.object(
            "event", "started",
            "run", run.id().value(),
            "project", run.project().value(),
            "tasks", begin.total(),
            "cached", begin.cached(),
            "results", run.results().toString()));
    if (!console.json()) {
      console.say(
          "run "
              + run.id()
              + ": "
              + Texts.count(begin.total(), "task")
              + (begin.cached() > 0 ? ", " + begin.cached() + " cached" : "")
              + ", "
              + Texts.count(run.workers(), "worker"));
    }
  }

  @Override
  public synchronized void retrying(Task task, String failure, Duration backoff) {
    console.json(
        Console.object(
            "event", "retrying",
            "task", task.ordinal(),
            "file", task.input().key(),
            "column", task.column(),
            "params", task.params().values(),
            "round", task.round(),
            "failure", failure,
            "backoff_ms", backoff.toMillis()));
    if (!console.json() && console.verbose()) {
      clear();
      console.say(
          "retrying "
              + name(task)
              + " in "
              + Texts.duration(backoff)
              + ": "
              + Texts.plain(failure));
    }
  }

  @Override
  public synchronized void committed(Task task, Outcome outcome) {
    Failure failure = outcome.failure();
    if (console.json()) {
      console.json(
          Console.object(
              "event", "task",
              "task", task.ordinal(),
              "file", task.input().key(),
              "column", task.column(),
              "params", task.params().values(),
              "round", task.round(),
              "state", outcome.state().name(),
              "attempts", outcome.attempts(),
              "seconds", Duration.between(outcome.started(), outcome.ended()).toNanos() / 1e9,
              "kind", failure == null ? null : failure.kind().name(),
              "failure", failure == null ? null : failure.message()));
    } else if (failure != null && (failuresShown < SHOWN_FAILURES || console.verbose())) {
      failuresShown++;
      clear();
      String message = Texts.plain(failure.message());
      console.say(
          "failed "
              + name(task)
              + ": "
              + (console.verbose() ? message : Texts.cut(message, SHOWN_MESSAGE)));
      if (failuresShown == SHOWN_FAILURES && !console.verbose()) {
        console.say("(more failures are in the report; --verbose shows each)");
      }
    }
  }

  @Override
  public synchronized void progress(RunProgress now) {
    progress = now;
  }

  @Override
  public synchronized void reporting(Path folder) {
    if (bar) {
      draw();
    }
  }

  /** File, column, parameters, and the round where it is not the first. */
  static String name(Task task) {
    StringBuilder name = new StringBuilder(task.input().key());
    if (task.column() != null) {
      name.append(" / ").append(task.column());
    }
    if (!task.params().values().isEmpty()) {
      name.append(" (").append(TaskFacts.params(task)).append(')');
    }
    if (task.round() > 1) {
      name.append(", round ").append(task.round());
    }
    return Texts.plain(name.toString());
  }

  private synchronized void tick() {
    if (bar) {
      draw();
    } else if (progress != null && progress.unfinished() > 0) {
      String line = line(progress);
      if (!line.equals(lastLine)) {
        console.say(line);
        lastLine = line;
      }
    }
  }

  private void draw() {
    RunProgress now = progress;
    if (now == null) {
      return;
    }
    int filled = now.total() == 0 ? BAR : (int) ((long) BAR * now.done() / now.total());
    String line = "[" + "█".repeat(filled) + "·".repeat(BAR - filled) + "] " + line(now);
    console.terminal().err().print("\r\u001b[2K" + Texts.cut(line, console.terminal().width() - 1));
    console.terminal().err().flush();
    drawn = true;
  }

  private String line(RunProgress now) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    int ran = now.done() - doneBefore;
    double rate = seconds > 0 ? ran / seconds : 0;
    StringBuilder line = new StringBuilder();
    line.append(now.done()).append('/').append(now.total()).append(" done");
    if (now.failed() > 0) {
      line.append(", ").append(now.failed()).append(" failed");
    }
    if (now.revoked() > 0) {
      line.append(", ").append(now.revoked()).append(" revoked");
    }
    if (now.cached() > 0) {
      line.append(", ").append(now.cached()).append(" cached");
    }
    if (rate > 0) {
      line.append(String.format(Locale.ROOT, ", %.1f/s", rate));
      if (now.unfinished() > 0) {
        Duration left = Duration.ofMillis((long) (now.unfinished() / rate * 1000));
        line.append(", ").append(Texts.duration(left)).append(" left");
      }
    }
    return line.toString();
  }

  private void clear() {
    if (drawn) {
      console.terminal().err().print("\r\u001b[2K");
      drawn = false;
    }
  }

  @Override
  public void close() {
    if (ticks != null) {
      ticks.cancel(false);
    }
    timer.shutdown();
    synchronized (this) {
      clear();
      console.terminal().err().flush();
    }
  }
}
