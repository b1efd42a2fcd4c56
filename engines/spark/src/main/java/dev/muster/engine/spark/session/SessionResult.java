package dev.muster.engine.spark.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a step in a warm driver ended.
 *
 * @param exit 0, the status of System.exit, or 1 after an exception, as spark-submit says; that of
 *     the driver when it crashed, 128 + n when signal n ended it
 * @param error the exception in one line; null when there was none
 * @param crashed whether the driver ended under the step
 * @param attempts in how many drivers it was begun
 * @param application Spark's id of the context that the step left open; null when it left none
 * @param notes for people: a new driver and why, a context that was kept
 */
public record SessionResult(
    int exit,
    @Nullable String error,
    boolean crashed,
    int attempts,
    @Nullable String application,
    List<String> notes) {

  public SessionResult {
    notes = List.copyOf(notes);
  }
}
