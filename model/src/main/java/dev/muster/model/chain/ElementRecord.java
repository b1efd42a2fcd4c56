package dev.muster.model.chain;

import dev.muster.model.RunId;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An element of a chain as the ledger keeps it.
 *
 * @param number its place in the chain, from 0
 * @param kind what it runs
 * @param subject the folder of the project or the pipeline file, absolute
 * @param state where it stands
 * @param run its last run; null before the first one. A run that the ledger does not know was about
 *     to be begun when Muster died
 * @param reason why it stands there; null where there is nothing to say
 * @param leftOut inputs or steps that were not taken
 * @param started when it was first begun; null before
 * @param ended when it came to where it stands now; null while it runs
 */
public record ElementRecord(
    int number,
    ElementKind kind,
    Path subject,
    ElementState state,
    @Nullable RunId run,
    @Nullable String reason,
    int leftOut,
    @Nullable Instant started,
    @Nullable Instant ended) {

  /** One that waits for its turn. */
  public static ElementRecord pending(int number, ElementKind kind, Path subject) {
    return new ElementRecord(
        number, kind, subject, ElementState.PENDING, null, null, 0, null, null);
  }

  /**
   * The same, begun, or taken up.
   *
   * @throws IllegalStateException when that may not follow
   */
  public ElementRecord running(RunId newRun, int newLeftOut, Instant now) {
    return next(ElementState.RUNNING, newRun, null, newLeftOut, now, null);
  }

  /**
   * The same, in a state in which it rests.
   *
   * @throws IllegalStateException when that may not follow
   */
  public ElementRecord ended(ElementState next, @Nullable String why, Instant now) {
    return next(next, run, why, leftOut, now, now);
  }

  /** The same without anything to do. */
  public ElementRecord skipped(int newLeftOut, String why, Instant now) {
    return next(ElementState.SKIPPED, run, why, newLeftOut, now, now);
  }

  private ElementRecord next(
      ElementState next,
      @Nullable RunId newRun,
      @Nullable String why,
      int newLeftOut,
      Instant now,
      @Nullable Instant newEnded) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException(
          "element " + number + " is " + state + " and cannot become " + next);
    }
    return new ElementRecord(
        number,
        kind,
        subject,
        next,
        newRun,
        why,
        newLeftOut,
        started == null ? now : started,
        newEnded);
  }
}
