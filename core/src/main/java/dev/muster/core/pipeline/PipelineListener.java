package dev.muster.core.pipeline;

import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import java.time.Duration;
import java.util.List;

/** Hears how a run of a pipeline goes; from one thread, but for {@link #message}. */
public interface PipelineListener {

  /** Hears nothing. */
  PipelineListener NONE = new PipelineListener() {};

  /** What people should know. */
  default void message(String text) {}

  /** A line for the console as the general configuration wants it, where it says so. */
  default void console(String line) {}

  /** It begins, or is taken up. */
  default void started(PipelineRun run, List<StepRecord> steps) {}

  /** An attempt of a step was started, or taken over. */
  default void began(Step step, StepJob job) {}

  /** A step stands where nothing follows. */
  default void settled(Step step, StepRecord record, List<StepJob> attempts) {}

  /** An attempt failed, and another one follows. */
  default void retrying(Step step, StepJob failed, Duration backoff) {}

  /** Nothing runs any more. */
  default void ended(PipelineRun run, List<StepRecord> steps) {}
}
