package dev.muster.spi.pipeline;

import dev.muster.model.pipeline.Step;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * An attempt to be started, or to be taken over.
 *
 * @param step what is run
 * @param number of the attempt, from 1
 * @param folder its own, absolute
 * @param environment all variables that it gets, those of the step among them
 * @param created when it was made, for its time limit
 */
public record StepAttempt(
    Step step, int number, Path folder, Map<String, String> environment, Instant created) {

  public StepAttempt {
    environment = Map.copyOf(environment);
  }

  /** Where it prints to. */
  public Path log() {
    return folder.resolve("log");
  }

  /** Where Spark writes its event log, unless the step says otherwise. */
  public Path events() {
    return folder.resolve("events");
  }
}
