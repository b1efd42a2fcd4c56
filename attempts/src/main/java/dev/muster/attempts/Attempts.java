package dev.muster.attempts;

import dev.muster.model.Failure;
import dev.muster.model.FailureKind;
import dev.muster.model.ResultBody;
import dev.muster.model.RunId;
import dev.muster.model.TaskLog;
import dev.muster.protocol.WorkerMessage;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.Attempt;
import dev.muster.spi.engine.EngineJob;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes attempts of what workers say. */
public final class Attempts {

  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
  private static final long MICROS = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  /** What a worker says when the disk is too full for a result. */
  private static final String NO_ROOM = "NO_ROOM";

  private final @Nullable Duration timeout;
  private final Blobs blobs;
  private final AtomicBoolean warnedOfLogs = new AtomicBoolean();

  /**
   * @param job gives its timeout, for words, and the folders of large results
   */
  public Attempts(EngineJob job) {
    this.timeout = job.project().timeout();
    this.blobs = new Blobs(job.spool(), job.blobs());
  }

  /**
   * An attempt whose end the worker told.
   *
   * @throws MusterException QUOTA when there is no room for its result: the task is not to blame
   */
  public Attempt ended(WorkerMessage.Ended message, int worker) {
    if (message instanceof WorkerMessage.Done done) {
      return success(message, worker, new ResultBody.Inline(done.json()));
    }
    if (message instanceof WorkerMessage.Spooled spooled) {
      try {
        return success(message, worker, blobs.publish(spooled));
      } catch (IOException e) {
        FileFault fault = FileFault.of(e);
        String text = "the result cannot be kept: " + fault.words();
        if (fault.full()) {
          throw noRoom(text);
        }
        return failure(message, worker, new Failure(FailureKind.RETRYABLE, text, null), null);
      }
    }
    WorkerMessage.Failed failed = (WorkerMessage.Failed) message;
    if (failed.kind().equals(NO_ROOM)) {
      throw noRoom(failed.message());
    }
    Failure failure = new Failure(kind(failed.kind()), failed.message(), failed.detail());
    return failure(message, worker, failure, failed.exception());
  }

  private static MusterException noRoom(String message) {
    return new MusterException(
        ErrorKind.QUOTA,
        message,
        "make room on the file system of MUSTER_HOME; nothing that was committed is lost");
  }

  /** An attempt that somebody ended, as its worker tells. */
  public Attempt endedBy(FailureKind reason, WorkerMessage.Ended message, int worker) {
    String detail = message instanceof WorkerMessage.Failed failed ? failed.detail() : null;
    if (message instanceof WorkerMessage.Spooled spooled) {
      blobs.discard(spooled.file());
    }
    return failure(message, worker, new Failure(reason, words(reason), detail), null);
  }

  /** An attempt that somebody ended, and of which the worker told nothing. */
  public Attempt endedBy(FailureKind reason, Instant started, Instant ended, int worker) {
    return failed(new Failure(reason, words(reason), null), started, ended, worker);
  }

  /** An attempt of which the worker told nothing. */
  public Attempt failed(Failure failure, Instant started, Instant ended, int worker) {
    return new Attempt(started, ended, worker, null, failure, null, null);
  }

  /** Removes result files of a dead worker that it did not come to name. */
  public void discardSpooled(RunId run, int worker) {
    blobs.discardAll(run.value() + "-" + worker + "-");
  }

  /** Why an input could not be brought. */
  public static Failure input(MusterException e) {
    FailureKind kind =
        e.kind() == ErrorKind.CONFLICT ? FailureKind.INPUT_CHANGED : FailureKind.INPUT_UNAVAILABLE;
    return new Failure(kind, String.valueOf(e.getMessage()), e.hint());
  }

  private Attempt success(WorkerMessage.Ended message, int worker, ResultBody result) {
    return new Attempt(
        instant(message.started()),
        instant(message.ended()),
        worker,
        result,
        null,
        null,
        log(message));
  }

  private Attempt failure(
      WorkerMessage.Ended message, int worker, Failure failure, @Nullable String exception) {
    return new Attempt(
        instant(message.started()),
        instant(message.ended()),
        worker,
        null,
        failure,
        exception,
        log(message));
  }

  private @Nullable TaskLog log(WorkerMessage.Ended message) {
    WorkerMessage.Log log = message.log();
    if (log == null) {
      return null;
    }
    String path = log.path();
    if (path != null) {
      return new TaskLog(path, log.bytes(), log.cut());
    }
    if (warnedOfLogs.compareAndSet(false, true)) {
      LOG.warn(
          "the log of task {} was not written: {}; the task goes on, and so do others without"
              + " further warning",
          message.task(),
          log.problem());
    }
    return null;
  }

  private String words(FailureKind reason) {
    return switch (reason) {
      case TIMEOUT -> "ran longer than " + (timeout == null ? "?" : words(timeout));
      case REVOKED -> "revoked by the user";
      case STOPPED -> "stopped with the run";
      case EXCEPTION,
          EXIT,
          BAD_RESULT,
          RESULT_TOO_LARGE,
          MEMORY,
          RETRYABLE,
          CRASH,
          INPUT_CHANGED,
          INPUT_UNAVAILABLE,
          QUARANTINED ->
          throw new IllegalArgumentException("nobody ends an attempt for " + reason);
    };
  }

  /** For instance 5m or 1m30s, as the project file has it. */
  static String words(Duration span) {
    StringBuilder text = new StringBuilder();
    long[] counts = {
      span.toHours(), span.toMinutesPart(), span.toSecondsPart(), span.toMillisPart()
    };
    String[] units = {"h", "m", "s", "ms"};
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        text.append(counts[i]).append(units[i]);
      }
    }
    return text.length() == 0 ? "0s" : text.toString();
  }

  private static FailureKind kind(String name) {
    return Arrays.stream(FailureKind.values())
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElse(FailureKind.CRASH);
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(micros / MICROS, micros % MICROS * NANOS_PER_MICRO);
  }
}
