package dev.muster.spi.pipeline;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** An attempt that was started. */
public interface RunningStep {

  /** The engine's own id, from which {@link StepLauncher#adopt} finds it again. */
  String handle();

  /**
   * How it ended, when it has. Fails with a {@link dev.muster.spi.MusterException} when that cannot
   * be found out; the attempt is then still taken for running.
   */
  CompletableFuture<StepEnd> end();

  /**
   * Asks it to end, with all that it started; by force after the grace. Returns at once; {@link
   * #end()} says when it has.
   */
  void cancel(Duration grace);
}
