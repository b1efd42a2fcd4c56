package dev.muster.cli.pipeline;

import dev.muster.cli.Console;
import dev.muster.cli.Texts;
import dev.muster.core.pipeline.PipelineListener;
import dev.muster.core.pipeline.PipelineRuns;
import dev.muster.model.RunState;
import dev.muster.model.pipeline.Cause;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.model.pipeline.StepState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run of a pipeline on its way: a line for each step, a bar below them on a terminal, an
 * event for each with --json.
 */
final class RunView implements PipelineListener, AutoCloseable {

  private static final long REDRAW_MILLIS = 200;
  private static final int BAR = 24;

  private final Console console;
  private final boolean bar;
  private final @Nullable ScheduledExecutorService timer;
  private final Map<StepId, Long> active = new LinkedHashMap<>();
  private @Nullable PipelineRun run;
  private int total;
  private int done;
  private boolean drawn;
  private boolean configured;

  RunView(Console console) {
    this.console = console;
    bar = console.terminal().errIsTerminal() && !console.json() && !console.quiet();
    timer = bar ? Executors.newSingleThreadScheduledExecutor(RunView::daemon) : null;
    if (timer != null) {
      var unused =
          timer.scheduleAtFixedRate(
              this::draw, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "progress");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public synchronized void message(String text) {
    if (console.json()) {
      console.json(Console.object("event", "message", "text", text));
    } else {
      say(Texts.plain(text));
    }
  }

  /** Lines in the user's own format stand instead of ours. */
  @Override
  public synchronized void console(String line) {
    configured = true;
    if (!console.json()) {
      say(Texts.plain(line));
    }
  }

  @Override
  public synchronized void started(PipelineRun begun, List<StepRecord> steps) {
    run = begun;
    total = steps.size();
    done = (int) steps.stream().filter(step -> step.state().isFinal()).count();
    if (console.json()) {
      Map<String, @Nullable Object> event = Console.object("event", "started");
      event.putAll(StepFacts.of(begun));
      event.put("steps", total);
      event.put("done", done);
      console.json(event);
    } else if (!configured) {
      say(
          "run "
              + begun.id()
              + ": pipeline "
              + Texts.plain(begun.name())
              + ", "
              + Texts.count(total, "step")
              + (done > 0 ? ", " + done + " done or left out" : ""));
    }
  }

  @Override
  public synchronized void began(Step step, StepJob job) {
    active.put(step.id(), System.nanoTime());
    console.json(
        Console.object(
            "event", "began",
            "step", step.id().value(),
            "attempt", job.attempt(),
            "engine", job.engine(),
            "handle", job.handle()));
    if (!console.json() && !configured && console.verbose()) {
      say("began " + step.id() + ": " + job.engine() + " " + job.handle());
    }
  }

  @Override
  public synchronized void retrying(Step step, StepJob failed, Duration backoff) {
    active.remove(step.id());
    console.json(
        Console.object(
            "event", "retrying",
            "step", step.id().value(),
            "attempt", failed.attempt(),
            "failure", failed.detail(),
            "backoff_ms", backoff.toMillis()));
    if (!console.json() && !configured) {
      say(
          "retrying "
              + step.id()
              + " in "
              + Texts.duration(backoff)
              + ": "
              + Texts.plain(String.valueOf(failed.detail())));
    }
  }

  @Override
  public synchronized void settled(Step step, StepRecord record, List<StepJob> attempts) {
    active.remove(step.id());
    done++;
    PipelineRun known = run;
    if (console.json() && known != null) {
      Map<String, @Nullable Object> event = Console.object("event", "step");
      event.putAll(StepFacts.of(known, record, attempts));
      console.json(event);
    } else if (!configured) {
      say(line(record, attempts));
    }
  }

  private String line(StepRecord record, List<StepJob> attempts) {
    StringBuilder line = new StringBuilder();
    String word = word(record.state());
    line.append(
        switch (record.state()) {
          case COMPLETED -> console.good(word);
          case FAILED, WARNED -> console.bad(word);
          default -> console.faint(word);
        });
    line.append(" ".repeat(Math.max(1, 10 - word.length()))).append(record.id());
    StepJob last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
    if (last != null && last.started() != null && last.ended() != null) {
      line.append("  ").append(Texts.duration(Duration.between(last.started(), last.ended())));
    }
    if (attempts.size() > 1) {
      line.append("  attempt ").append(attempts.size());
    }
    if (record.reason() != null) {
      line.append("  ").append(Texts.plain(record.reason()));
    }
    return line.toString();
  }

  /** A state for people. */
  static String word(StepState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** Says how it went and what to do next. */
  void summary(PipelineRuns.End end) {
    PipelineRun ended = end.run();
    if (console.json()) {
      Map<String, @Nullable Object> event = Console.object("event", "ended");
      event.putAll(StepFacts.of(ended));
      event.put(
          "causes",
          end.steps().stream()
              .filter(step -> step.cause() != null)
              .map(StepFacts::explained)
              .toList());
      console.json(event);
      return;
    }
    long went = end.steps().stream().filter(step -> step.state() == StepState.COMPLETED).count();
    long skipped = end.steps().stream().filter(step -> step.state() == StepState.SKIPPED).count();
    StringBuilder text = new StringBuilder("run ").append(ended.id()).append("  ");
    text.append(ended.state().name().toLowerCase(Locale.ROOT));
    text.append(": ").append(went).append(" of ").append(end.steps().size()).append(" completed");
    if (skipped > 0) {
      text.append(", ").append(skipped).append(" skipped");
    }
    if (ended.ended() != null) {
      text.append(", ").append(Texts.duration(Duration.between(ended.created(), ended.ended())));
    }
    console.print(text.toString());
    console.print("results    " + Texts.plain(ended.results().toString()));
    for (StepRecord record : end.steps()) {
      if (record.state() == StepState.FAILED || record.state() == StepState.WARNED) {
        console.print(
            "failed     " + record.id() + ": " + Texts.plain(String.valueOf(record.reason())));
        because(console, record);
        console.print("log        muster pipeline logs " + ended.id() + " " + record.id());
      }
    }
    if (ended.state() != RunState.COMPLETED) {
      console.print("go on      muster pipeline run --resume " + ended.id());
    }
  }

  /** The cause of a failure, where one was found. */
  static void because(Console console, StepRecord record) {
    Cause cause = record.cause();
    if (cause != null) {
      console.print("cause      " + Texts.plain(cause.summary()));
      console.print("evidence   " + Texts.plain(cause.evidence()));
      console.print("fix        " + Texts.plain(cause.fix()));
    }
  }

  private void say(String line) {
    clear();
    console.say(line);
  }

  private synchronized void draw() {
    if (total == 0) {
      return;
    }
    int filled = BAR * done / total;
    StringBuilder line = new StringBuilder("[");
    line.append("█".repeat(filled)).append("·".repeat(BAR - filled)).append("] ");
    line.append(done).append('/').append(total).append(" steps");
    long now = System.nanoTime();
    active.forEach(
        (id, since) ->
            line.append("  ")
                .append(id)
                .append(' ')
                .append(Texts.duration(Duration.ofSeconds((now - since) / 1_000_000_000L))));
    console
        .terminal()
        .err()
        .print("\r\u001b[2K" + Texts.cut(line.toString(), console.terminal().width() - 1));
    console.terminal().err().flush();
    drawn = true;
  }

  private void clear() {
    if (drawn) {
      console.terminal().err().print("\r\u001b[2K");
      drawn = false;
    }
  }

  @Override
  public void close() {
    if (timer != null) {
      timer.shutdownNow();
    }
    synchronized (this) {
      clear();
      console.terminal().err().flush();
    }
  }
}
