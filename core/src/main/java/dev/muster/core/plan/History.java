package dev.muster.core.plan;

import dev.muster.model.RunId;
import dev.muster.model.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What earlier runs say about each task of a plan, in a few bytes a task. */
final class History {

  private final Reason[] reasons;
  private final int[] sourceRuns;
  private final int[] sourceOrdinals;
  private final List<RunId> runs = new ArrayList<>();
  private final Map<RunId, Integer> indexes = new HashMap<>();
  private int cached;
  private long knownMicros;
  private int known;

  History(int size, Reason initial) {
    reasons = new Reason[size];
    Arrays.fill(reasons, initial);
    sourceRuns = new int[size];
    sourceOrdinals = new int[size];
  }

  void cached(int ordinal, TaskId source) {
    reasons[ordinal] = Reason.CACHED;
    sourceRuns[ordinal] =
        indexes.computeIfAbsent(
            source.run(),
            run -> {
              runs.add(run);
              return runs.size() - 1;
            });
    sourceOrdinals[ordinal] = source.ordinal();
    cached++;
  }

  void toRun(int ordinal, Reason reason) {
    reasons[ordinal] = reason;
  }

  void ranBefore(Duration duration) {
    knownMicros += duration.toNanos() / 1000;
    known++;
  }

  Reason reason(int ordinal) {
    return reasons[ordinal];
  }

  @Nullable TaskId cachedFrom(int ordinal) {
    return reason(ordinal) == Reason.CACHED
        ? new TaskId(runs.get(sourceRuns[ordinal]), sourceOrdinals[ordinal])
        : null;
  }

  int cached() {
    return cached;
  }

  List<RunId> sources() {
    return List.copyOf(runs);
  }

  /** The mean of what is known, for each task to be run. */
  @Nullable Duration estimate(int size) {
    return known == 0
        ? null
        : Duration.ofNanos((long) ((double) knownMicros / known * (size - cached) * 1000));
  }
}
