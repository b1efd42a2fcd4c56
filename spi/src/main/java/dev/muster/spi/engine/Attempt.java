package dev.muster.spi.engine;

import dev.muster.model.Failure;
import dev.muster.model.ResultBody;
import dev.muster.model.TaskLog;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt at a task ended.
 *
 * @param started as the worker's clock said, to the microsecond
 * @param ended as the worker's clock said
 * @param worker number of the worker
 * @param result what it returned; null when it failed
 * @param failure why it failed; null when it succeeded
 * @param exception names of the Python exception's class and its bases, most special first, joined
 *     by commas, for {@code retry_on}: {@code ConnectionResetError,ConnectionError,OSError,
 *     Exception}; a class that is not built in stands there as {@code module.Name} and as {@code
 *     Name}; null when there is none
 * @param log what it printed; null when nothing
 */
public record Attempt(
    Instant started,
    Instant ended,
    int worker,
    @Nullable ResultBody result,
    @Nullable Failure failure,
    @Nullable String exception,
    @Nullable TaskLog log) {

  public Attempt {
    if ((result == null) == (failure == null)) {
      throw new IllegalArgumentException("an attempt has a result or a failure");
    }
  }
}
