package dev.muster.spi.report;

import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.PipelineRun;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * All that a report can say of a run of a pipeline that has ended or was stopped.
 *
 * @param run the run
 * @param pipeline as it was run
 * @param steps in the order of the pipeline
 * @param resumeCommand goes on with the run: raw arguments; empty when nothing is left to do
 * @param redactor replaces values of secrets in a text that people will see
 */
public record PipelineReport(
    PipelineRun run,
    Pipeline pipeline,
    List<StepReport> steps,
    List<String> resumeCommand,
    UnaryOperator<String> redactor) {

  public PipelineReport {
    steps = List.copyOf(steps);
    resumeCommand = List.copyOf(resumeCommand);
  }
}
