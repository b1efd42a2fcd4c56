package dev.muster.core.pipeline;

import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.model.pipeline.StepState;
import dev.muster.spi.pipeline.StepAttempt;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The attempts at the steps of a run: which there were, where they are at work, and whether another
 * one follows. One thread at a time.
 */
final class StepAttempts {

  /** An attempt that is lost with its supervisor is not the step's fault, but not for ever. */
  private static final int MOST_LOST = 3;

  private final Path results;
  private final Consumer<StepJob> journal;
  private final Map<String, String> environment;
  private final Map<StepId, List<StepJob>> jobs = new HashMap<>();
  private final Map<StepId, Integer> failures = new HashMap<>();
  private final Map<StepId, Integer> losses = new HashMap<>();

  /**
   * Of a run.
   *
   * @param results its folder
   * @param steps its steps, in order
   * @param before attempts of earlier sessions of it
   * @param journal is told what changes
   * @param environment variables of all steps
   */
  StepAttempts(
      Path results,
      List<Step> steps,
      List<StepJob> before,
      Consumer<StepJob> journal,
      Map<String, String> environment) {
    this.results = results;
    this.journal = journal;
    this.environment = environment;
    for (StepJob job : before) {
      known(steps.get(job.step() - 1).id()).add(job);
    }
  }

  /** Those at a step, in order. */
  List<StepJob> of(StepId step) {
    return List.copyOf(known(step));
  }

  /** The last one at a step. */
  Optional<StepJob> last(StepId step) {
    List<StepJob> all = known(step);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** One more, which is not begun yet. */
  StepJob next(StepRecord step, String engine, Instant now) {
    int number = known(step.id()).size() + 1;
    String folder = "steps/" + step.id() + "/" + number;
    StepJob job = StepJob.pending(step.number(), number, engine, folder, now);
    put(step.id(), job);
    return job;
  }

  /** Notes where one stands. */
  void put(StepId step, StepJob job) {
    List<StepJob> all = known(step);
    if (all.size() >= job.attempt()) {
      all.set(job.attempt() - 1, job);
    } else {
      all.add(job);
    }
    journal.accept(job);
  }

  /** One, as engines are told of it. */
  StepAttempt attempt(Step step, StepJob job) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.putAll(step.environment());
    return new StepAttempt(
        step, job.attempt(), results.resolve(job.folder()), variables, job.created());
  }

  /**
   * Whether another one follows this outcome, which is counted. What went wrong in an earlier
   * session of the run does not count.
   */
  boolean isAgain(Step step, StepOutcome outcome) {
    if (outcome.step() != StepState.FAILED) {
      return false;
    }
    Map<StepId, Integer> counted = outcome.lost() ? losses : failures;
    return counted.merge(step.id(), 1, Integer::sum)
        <= (outcome.lost() ? MOST_LOST : step.retries());
  }

  private List<StepJob> known(StepId step) {
    return jobs.computeIfAbsent(step, key -> new ArrayList<>());
  }
}
