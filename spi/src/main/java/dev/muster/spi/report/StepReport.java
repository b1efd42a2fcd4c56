package dev.muster.spi.report;

import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report can say of a step.
 *
 * @param step what was to be run
 * @param record where it stands, with the reason
 * @param attempts its jobs, first one first; none when it was not run
 * @param log of the last attempt, null when there is none
 * @param logTail the last lines of it, without secrets; empty when there is none
 * @param eventLog the folder of Spark's event log of the last attempt, null when there is none
 */
public record StepReport(
    Step step,
    StepRecord record,
    List<StepJob> attempts,
    @Nullable Path log,
    String logTail,
    @Nullable Path eventLog) {

  public StepReport {
    attempts = List.copyOf(attempts);
  }
}
