package dev.muster.engine.spark;

import dev.muster.engine.spark.session.SessionResult;
import dev.muster.engine.spark.session.SessionSpec;
import dev.muster.engine.spark.session.SessionStep;
import dev.muster.engine.spark.session.WarmSessions;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.pipeline.RunningStep;
import dev.muster.spi.pipeline.StepAttempt;
import dev.muster.spi.pipeline.StepEnd;
import dev.muster.spi.pipeline.StepSite;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A step in a warm driver. */
final class SessionRun implements RunningStep {

  private final StepAttempt attempt;
  private final CompletableFuture<StepEnd> end = new CompletableFuture<>();
  private volatile boolean cancelled;

  private SessionRun(StepAttempt attempt) {
    this.attempt = attempt;
  }

  /**
   * Begins it.
   *
   * @param done takes the driver back
   */
  SessionRun(
      StepAttempt attempt,
      SessionSpec spec,
      SessionStep step,
      WarmSessions driver,
      Consumer<WarmSessions> done,
      StepSite site) {
    this(attempt);
    Thread thread =
        new Thread(
            () -> {
              StepEnd how = null;
              MusterException failure = null;
              try {
                how = run(spec, step, driver, site);
              } catch (MusterException e) {
                failure = e;
              } catch (RuntimeException e) {
                failure = new MusterException(ErrorKind.INTERNAL, "the warm driver: " + e, null, e);
              }
              done.accept(driver);
              settle(how, failure);
            },
            "session-step-" + attempt.step().id());
    thread.setDaemon(true);
    thread.start();
  }

  /** One that has ended before. */
  static SessionRun ended(StepAttempt attempt, StepEnd how) {
    SessionRun run = new SessionRun(attempt);
    run.end.complete(how);
    return run;
  }

  private StepEnd run(SessionSpec spec, SessionStep step, WarmSessions driver, StepSite site) {
    SessionResult result = driver.run(spec, step, timeLeft(site), () -> cancelled);
    result.notes().forEach(note -> site.say().accept("step " + step.id() + ": " + note));
    return new StepEnd(StepEnd.Cause.EXITED, result.exit(), result.error());
  }

  private void settle(@Nullable StepEnd how, @Nullable MusterException failure) {
    if (how != null) {
      end.complete(how);
    } else if (failure != null && failure.kind() == ErrorKind.TIMEOUT) {
      end.complete(new StepEnd(StepEnd.Cause.TIMED_OUT, null, failure.getMessage()));
    } else if (failure != null && failure.kind() == ErrorKind.INTERRUPTED) {
      end.complete(new StepEnd(StepEnd.Cause.CANCELLED, null, failure.getMessage()));
    } else if (failure != null) {
      // No driver came up, or it went: nothing of the step runs.
      end.complete(new StepEnd(StepEnd.Cause.LOST, null, failure.getMessage()));
    }
  }

  private @Nullable Duration timeLeft(StepSite site) {
    Duration limit = attempt.step().timeout();
    if (limit == null) {
      return null;
    }
    Duration left = limit.minus(Duration.between(attempt.created(), site.clock().instant()));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** The step's folder; a driver never outlives its Muster. */
  @Override
  public String handle() {
    return String.valueOf(attempt.folder().getFileName());
  }

  @Override
  public CompletableFuture<StepEnd> end() {
    return end;
  }

  @Override
  public void cancel(Duration grace) {
    cancelled = true;
  }
}
