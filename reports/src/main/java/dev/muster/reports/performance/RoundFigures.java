package dev.muster.reports.performance;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one round's tasks took. Cached tasks are in no figure. Spans are in microseconds.
 *
 * @param round from 1
 * @param tasks all that were to run, unfinished ones too
 * @param ran tasks whose entrypoint was called and ended, errors included
 * @param errors tasks that did not succeed
 * @param unfinished tasks without an outcome
 * @param serial sum of all durations: what one worker would have taken
 * @param parallel from the first start to the last end
 * @param shortest null when no task ran
 * @param longest null when no task ran
 * @param nodes different machines that ran tasks
 * @param workers different processes (address and pid) that ran tasks
 */
public record RoundFigures(
    int round,
    long tasks,
    long ran,
    long errors,
    long unfinished,
    long serial,
    long parallel,
    @Nullable TaskSpan shortest,
    @Nullable TaskSpan longest,
    int nodes,
    int workers) {

  /**
   * One task's duration.
   *
   * @param task {@code file/column}
   * @param micros end − start
   */
  public record TaskSpan(String task, long micros) {}

  /** {@code serial / tasks that ran}, in microseconds. */
  public OptionalDouble average() {
    return ran == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) serial / ran);
  }

  /** The shortest task, when one ran. */
  public Optional<TaskSpan> findShortest() {
    return Optional.ofNullable(shortest);
  }

  /** The longest task, when one ran. */
  public Optional<TaskSpan> findLongest() {
    return Optional.ofNullable(longest);
  }

  /**
   * The document's efficiency improvement, in percent: {@code trunc(100·(serial − parallel) /
   * parallel)}, contract 4.7. Empty when nothing took any time.
   */
  public OptionalLong efficiencyImprovement() {
    return parallel <= 0
        ? OptionalLong.empty()
        : OptionalLong.of(100 * (serial - parallel) / parallel);
  }

  /**
   * The source's efficiency factor, in percent: {@code 100·serial / (parallel · workers)}, contract
   * 4.7. Empty when nothing took any time.
   */
  public OptionalDouble efficiencyFactor() {
    return parallel <= 0 || workers == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(100.0 * serial / ((double) parallel * workers));
  }
}
