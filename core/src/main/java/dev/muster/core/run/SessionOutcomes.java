package dev.muster.core.run;

import dev.muster.model.Outcome;
import dev.muster.model.ResultBody;
import dev.muster.model.TaskResult;
import dev.muster.model.Worker;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session has committed, so that its reports need not read it back from the ledger. Only a
 * session that did the whole run has all of it, and only while that is little enough for the
 * memory.
 */
final class SessionOutcomes {

  /** More than this would crowd the memory. */
  static final long MAX_BYTES = 64L << 20;

  private static final long ROW_BYTES = 400;

  private final PendingTasks tasks;
  private final int total;
  private @Nullable Outcome @Nullable [] outcomes;
  private int count;
  private long bytes;

  /**
   * @param tasks of the session
   * @param total how many tasks the run has
   */
  SessionOutcomes(PendingTasks tasks, int total) {
    this.tasks = tasks;
    this.total = total;
    if (tasks.size() == total && total * ROW_BYTES <= MAX_BYTES) {
      outcomes = new @Nullable Outcome[total];
    }
  }

  /** About how much memory a task takes. */
  static long weight(@Nullable Outcome outcome) {
    if (outcome == null) {
      return ROW_BYTES;
    }
    long result = outcome.result() instanceof ResultBody.Inline inline ? inline.json().length() : 0;
    String detail = outcome.failure() == null ? null : outcome.failure().detail();
    return ROW_BYTES + result + (detail == null ? 0 : detail.length());
  }

  /** Takes an outcome that is in the ledger. */
  synchronized void add(Outcome outcome) {
    if (outcomes == null) {
      return;
    }
    bytes += weight(outcome);
    if (bytes > MAX_BYTES) {
      outcomes = null;
    } else {
      outcomes[outcome.ordinal()] = asRead(outcome);
      count++;
    }
  }

  /** All tasks of the run in plan order; null when not all of them are here. */
  synchronized @Nullable List<TaskResult> all(Map<Integer, Worker> workers) {
    if (outcomes == null || count < total) {
      return null;
    }
    List<TaskResult> all = new ArrayList<>(total);
    for (Outcome outcome : outcomes) {
      if (outcome == null) {
        return null;
      }
      all.add(
          new TaskResult(
              tasks.task(outcome.ordinal()), outcome, workers.get(outcome.worker()), null));
    }
    return all;
  }

  /** As the ledger gives it back: in whole microseconds. */
  private static Outcome asRead(Outcome outcome) {
    return new Outcome(
        outcome.ordinal(),
        outcome.state(),
        outcome.attempts(),
        outcome.started().truncatedTo(ChronoUnit.MICROS),
        outcome.ended().truncatedTo(ChronoUnit.MICROS),
        outcome.worker(),
        outcome.result(),
        outcome.failure(),
        outcome.log());
  }
}
