package dev.muster.diagnosis.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Spark application did, from its event log. Times in milliseconds, sizes in bytes; times of
 * tasks are summed over all of them.
 *
 * @param application Spark's id; the log's name when it does not say
 * @param name of the application, empty when unknown
 * @param version of Spark, empty when unknown
 * @param millis from its start to its end, or to the last event of a log that is cut
 * @param jobs that were begun
 * @param stages that ended, failed ones too
 * @param failedStages of them
 * @param tasks attempts that ended
 * @param failedTasks of them, without those that were killed
 * @param runMillis that tasks ran on executors
 * @param gcMillis of it in garbage collection
 * @param memorySpilled size in memory of what was spilled
 * @param diskSpilled size on disk of it
 * @param input read from files
 * @param output written to files
 * @param shuffleRead from this and other executors
 * @param shuffleWritten for later stages
 * @param executorsAdded in all
 * @param executorsLost that were removed before the end
 * @param skew the stage where one task took longest beside its fellows; null when no stage has two
 * @param failures why executors, stages and tasks failed, the first few that differ
 * @param note what is missing in the log; null when it is whole
 */
public record ApplicationFigures(
    String application,
    String name,
    String version,
    long millis,
    int jobs,
    int stages,
    int failedStages,
    long tasks,
    long failedTasks,
    long runMillis,
    long gcMillis,
    long memorySpilled,
    long diskSpilled,
    long input,
    long output,
    long shuffleRead,
    long shuffleWritten,
    int executorsAdded,
    int executorsLost,
    @Nullable StageSkew skew,
    List<String> failures,
    @Nullable String note) {

  public ApplicationFigures {
    failures = List.copyOf(failures);
  }

  /** The part of the tasks' time that garbage collection took, 0 to 1. */
  public double gcShare() {
    return runMillis <= 0 ? 0 : Math.min(1, (double) gcMillis / runMillis);
  }
}
