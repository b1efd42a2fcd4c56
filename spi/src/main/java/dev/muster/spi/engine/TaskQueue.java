package dev.muster.spi.engine;

import org.jspecify.annotations.Nullable;

/** Where an engine takes its tasks from, largest input first. Safe for use by several threads. */
public interface TaskQueue {

  /**
   * Takes the next task, waiting while one may still come (a retry after its backoff).
   *
   * @return null when no task will come any more, or the run stops
   */
  @Nullable QueuedTask take() throws InterruptedException;

  /**
   * Takes the next task if one is ready now: for engines that hand over many at once, after {@link
   * #take} gave the first.
   *
   * @return null when none is
   */
  default @Nullable QueuedTask poll() {
    return null;
  }
}
