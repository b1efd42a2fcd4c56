package dev.muster.spi.pipeline;

import dev.muster.model.pipeline.Step;
import dev.muster.spi.Problem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An engine at work for a run. Safe for use by several threads. */
public interface StepLauncher extends AutoCloseable {

  /**
   * Looks whether steps can be run, before any of them is; may fetch what they need.
   *
   * @return everything that is wrong
   */
  default List<Problem> check(List<Step> steps) {
    return List.of();
  }

  /**
   * Starts an attempt. Its folder is there and empty, and no other attempt will ever have it: it is
   * the token of the submission. What the attempt prints goes to {@link StepAttempt#log()}.
   *
   * @return as soon as it has a handle by which another Muster finds it
   * @throws dev.muster.spi.MusterException when it could not be started; then it surely does not
   *     run
   */
  RunningStep start(StepAttempt attempt);

  /**
   * Takes over an attempt that a Muster, which is gone, had started or was about to start.
   *
   * @param handle what the ledger knows of it; null when that Muster did not get so far
   * @return the attempt, which may have ended; empty when it has left no end and surely does not
   *     run and never will: it has to be run again. What it left running has been ended then.
   * @throws dev.muster.spi.MusterException UNAVAILABLE when nobody can say how it stands
   */
  Optional<RunningStep> adopt(StepAttempt attempt, @Nullable String handle);

  /** Lets go. What is shared between steps, a warm driver, ends; attempts that run go on. */
  @Override
  void close();
}
