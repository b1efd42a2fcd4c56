package dev.muster.core.pipeline;

import dev.muster.core.run.RunControl;
import dev.muster.model.JobState;
import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.model.pipeline.StepState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.pipeline.RunningStep;
import dev.muster.spi.pipeline.StepAttempt;
import dev.muster.spi.pipeline.StepEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Works on a run until nothing is left to do or the user stops it. One thread decides everything;
 * ends of attempts and requests to stop come to it as events.
 *
 * <p>Before an attempt is started the ledger knows of it, and all that happened before; what is
 * learned while steps run is told with the next start, or when nothing happens for a moment.
 */
final class PipelineSession {

  private static final long QUIET_MILLIS = 50;

  /** An event of a run. */
  private sealed interface Event {}

  private record Ended(StepId step, @Nullable StepEnd end, @Nullable Throwable failure)
      implements Event {}

  private record Stopped(RunControl.Stop how) implements Event {}

  private final PipelineRun run;
  private final Pipeline pipeline;
  private final StepBoard board;
  private final StepJournal journal;
  private final StepAttempts attempts;
  private final Launchers launchers;
  private final UnchangedSteps unchanged;
  private final PipelineOptions options;
  private final StepBackoff backoff;
  private final Clock clock;
  private final Duration grace;
  private final PipelineListener listener;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Map<StepId, Active> active = new LinkedHashMap<>();
  private final Map<StepId, Long> resting = new LinkedHashMap<>();
  private RunControl.Stop stop = RunControl.Stop.NONE;

  /** An attempt at work. */
  private record Active(Step step, StepJob job, RunningStep running) {}

  PipelineSession(
      PipelineRun run,
      Pipeline pipeline,
      StepBoard board,
      StepJournal journal,
      StepAttempts attempts,
      Launchers launchers,
      UnchangedSteps unchanged,
      PipelineOptions options,
      StepBackoff backoff,
      Clock clock,
      Duration grace,
      PipelineListener listener) {
    this.run = run;
    this.pipeline = pipeline;
    this.board = board;
    this.journal = journal;
    this.attempts = attempts;
    this.launchers = launchers;
    this.unchanged = unchanged;
    this.options = options;
    this.backoff = backoff;
    this.clock = clock;
    this.grace = grace;
    this.listener = listener;
  }

  /** Works on it; true when every step has ended, false when the user stopped it before. */
  boolean work(RunControl control) throws InterruptedException {
    control.onStop(how -> events.add(new Stopped(how)));
    takeOver();
    takeAll(); // who wants it to end at once begins nothing
    while (true) {
      begin();
      if (active.isEmpty() && (stop != RunControl.Stop.NONE || board.isOver())) {
        journal.flush();
        return board.isOver() && !(stop != RunControl.Stop.NONE && board.hasCancelled());
      }
      if (active.isEmpty() && resting.isEmpty()) {
        continue; // what could not be started has settled others
      }
      Event event = next();
      if (event != null) {
        take(event);
        takeAll();
      }
    }
  }

  private void takeAll() {
    for (Event event = events.poll(); event != null; event = events.poll()) {
      take(event);
    }
  }

  /** The next event; null when it is time to begin a step that rests. */
  private @Nullable Event next() throws InterruptedException {
    Event event = events.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
    if (event != null) {
      return event;
    }
    journal.flush();
    if (resting.isEmpty() || stop != RunControl.Stop.NONE) {
      return events.take();
    }
    long left = resting.values().stream().mapToLong(at -> at - System.nanoTime()).min().orElse(0);
    return left <= 0 ? null : events.poll(left, TimeUnit.NANOSECONDS);
  }

  /** Attempts that an earlier Muster left. */
  private void takeOver() {
    for (Step step : pipeline.steps()) {
      if (board.record(step.id()).state() == StepState.RUNNING) {
        StepJob last = attempts.last(step.id()).orElse(null);
        Optional<RunningStep> adopted =
            last == null || last.state().isFinal()
                ? Optional.empty()
                : launchers.get(last.engine()).adopt(attempts.attempt(step, last), last.handle());
        if (adopted.isPresent() && last != null) {
          watch(step, last.running(adopted.get().handle(), started(last)), adopted.get());
        } else {
          if (last != null && !last.state().isFinal()) {
            attempts.put(
                step.id(),
                last.ended(
                    JobState.FAILED,
                    null,
                    "it was lost with the Muster that ran it",
                    clock.instant()));
          }
          journal.put(board.move(step.id(), StepState.PENDING, null));
        }
      }
    }
    journal.flush();
  }

  private Instant started(StepJob job) {
    Instant known = job.started();
    return known == null ? clock.instant() : known;
  }

  /** Begins what may be begun. */
  private void begin() {
    List<Step> chosen = new ArrayList<>();
    boolean moved = true;
    while (moved) {
      moved = false;
      for (StepRecord settled : board.settle()) {
        tellSettled(step(settled), settled);
        moved = true;
      }
      if (stop != RunControl.Stop.NONE) {
        break;
      }
      for (Step step : board.ready()) {
        if (active.size() + resting.size() + chosen.size() >= options.parallel()) {
          break;
        }
        UnchangedSteps.Verdict verdict =
            options.fresh() || step.outputs().isEmpty()
                ? new UnchangedSteps.Verdict(null, null, "")
                : unchanged.look(step);
        if (verdict.since() != null) {
          tellSettled(step, board.move(step.id(), StepState.SKIPPED, verdict.reason()));
          moved = true;
        } else {
          journal.put(board.begin(step.id(), verdict.fingerprint()));
          chosen.add(step);
        }
      }
    }
    if (stop == RunControl.Stop.NONE) {
      long now = System.nanoTime();
      for (StepId rested : List.copyOf(resting.keySet())) {
        Long at = resting.get(rested);
        if (at != null && at - now <= 0) {
          resting.remove(rested);
          chosen.add(step(board.record(rested)));
        }
      }
    }
    if (!chosen.isEmpty()) {
      launch(chosen);
    }
  }

  private void tellSettled(Step step, StepRecord record) {
    journal.put(record);
    listener.settled(step, record, attempts.of(step.id()));
  }

  /** The ledger knows of the attempts before the first of them is started. */
  private void launch(List<Step> chosen) {
    List<StepJob> pending = new ArrayList<>();
    for (Step step : chosen) {
      pending.add(
          attempts.next(board.record(step.id()), launchers.engineOf(step), clock.instant()));
    }
    journal.flush();
    for (int i = 0; i < chosen.size(); i++) {
      start(chosen.get(i), pending.get(i));
    }
  }

  private void start(Step step, StepJob job) {
    StepAttempt attempt = attempts.attempt(step, job);
    try {
      makeFolder(attempt.folder());
      RunningStep running = launchers.get(job.engine()).start(attempt);
      watch(step, job.running(running.handle(), clock.instant()), running);
    } catch (MusterException e) {
      if (e.kind() == ErrorKind.QUOTA) {
        throw e;
      }
      attempts.put(
          step.id(),
          job.ended(JobState.FAILED, null, String.valueOf(e.getMessage()), clock.instant()));
      finish(step, StepState.FAILED, "it could not be started: " + e.getMessage());
    }
  }

  private static void makeFolder(Path folder) {
    try {
      Path above = folder.getParent();
      if (above != null) {
        Files.createDirectories(above);
      }
      Files.createDirectory(folder);
    } catch (IOException e) {
      FileFault fault = FileFault.of(e);
      throw new MusterException(
          fault.kind(),
          "the folder " + folder + " cannot be made: " + fault.words(),
          "make room, or name another folder: --results FOLDER",
          e);
    }
  }

  private void watch(Step step, StepJob job, RunningStep running) {
    attempts.put(step.id(), job);
    active.put(step.id(), new Active(step, job, running));
    listener.began(step, job);
    var unused =
        running
            .end()
            .whenComplete((end, failure) -> events.add(new Ended(step.id(), end, failure)));
  }

  private void take(Event event) {
    if (event instanceof Stopped stopped) {
      stop = stopped.how();
      if (stop == RunControl.Stop.NOW) {
        active.values().forEach(each -> each.running().cancel(grace));
        listener.message("ending " + active.size() + " steps");
      } else {
        listener.message(
            active.isEmpty()
                ? "stopping"
                : "no step is begun any more; those that run may end (once more ends them now)");
      }
    } else if (event instanceof Ended ended) {
      end(ended);
    }
  }

  private void end(Ended ended) {
    Active was = active.remove(ended.step());
    if (was == null) {
      return;
    }
    StepEnd end = ended.end();
    if (end == null) {
      journal.flush();
      Throwable failure =
          ended.failure() instanceof CompletionException wrapped
              ? wrapped.getCause()
              : ended.failure();
      throw failure instanceof MusterException known
          ? known
          : new MusterException(
              ErrorKind.UNAVAILABLE,
              "nobody can say how step " + ended.step() + " stands: " + failure,
              "muster pipeline run --resume " + run.id(),
              failure);
    }
    StepOutcome outcome = StepOutcome.of(end, was.step());
    StepJob job = was.job().ended(outcome.job(), end.exitCode(), outcome.reason(), clock.instant());
    attempts.put(ended.step(), job);
    if (stop == RunControl.Stop.NONE && attempts.isAgain(was.step(), outcome)) {
      Duration pause = backoff.next(job.attempt());
      resting.put(ended.step(), System.nanoTime() + pause.toNanos());
      listener.retrying(was.step(), job, pause);
      return;
    }
    finish(was.step(), outcome.step(), outcome.reason());
  }

  private void finish(Step step, StepState state, @Nullable String reason) {
    tellSettled(step, board.move(step.id(), state, reason));
  }

  private Step step(StepRecord record) {
    return pipeline.steps().get(record.number() - 1);
  }
}
