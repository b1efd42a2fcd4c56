package dev.muster.core.job;

import dev.muster.core.Services;
import dev.muster.model.HostAddress;
import dev.muster.model.Job;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.RemoteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Logs of jobs: streamed from the head, kept here when the job has ended. */
public final class JobLogs {

  private static final Duration LONGEST = Duration.ofDays(365);
  private static final int ATTEMPTS = 30;
  private static final long PAUSE_SECONDS = 2;

  /** Takes bytes of a log in their order. */
  @FunctionalInterface
  public interface Sink {
    void take(byte[] bytes);
  }

  private JobLogs() {}

  /** Where what is kept of a job is. */
  static Path folder(Services services, Job job) {
    return services.home().resolve("jobs").resolve(job.id().value());
  }

  private static Path file(Services services, Job job) {
    return folder(services, job).resolve("log");
  }

  /** The log that is kept here, when it is. */
  static Optional<Path> kept(Services services, Job job) {
    Path file = file(services, job);
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }

  /** Brings the log of a job that has ended home; tried again when the job is looked at again. */
  static boolean keep(Services services, JobHead head, Job job) {
    Path file = file(services, job);
    if (Files.isRegularFile(file)) {
      return true;
    }
    Path part = file.resolveSibling("log.part");
    try {
      Files.createDirectories(folder(services, job));
      try (OutputStream out = Files.newOutputStream(part)) {
        stream(head, job, 0, false, bytes -> write(out, bytes));
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException | UncheckedIOException | MusterException e) {
      return false;
    }
  }

  private static void write(OutputStream out, byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives a file's bytes to a sink. */
  static void copy(Path file, Sink sink) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] chunk = in.readNBytes(1 << 16);
      while (chunk.length > 0) {
        sink.take(chunk);
        chunk = in.readNBytes(1 << 16);
      }
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "cannot read " + file + ": " + e.getMessage(), null, e);
    }
  }

  /**
   * Streams from the head; goes on behind the last byte when the connection breaks.
   *
   * @param from which byte
   * @return the byte behind the last one
   */
  static long stream(JobHead head, Job job, long from, boolean follow, Sink sink)
      throws InterruptedException {
    AtomicLong at = new AtomicLong(from);
    ExecListener listener =
        new ExecListener() {
          @Override
          public void output(
              HostAddress host, int position, int command, RemoteStream stream, byte[] bytes) {
            if (stream == RemoteStream.OUT) {
              at.addAndGet(bytes.length);
              sink.take(bytes);
            }
          }
        };
    for (int attempt = 1; ; attempt++) {
      long before = at.get();
      HostResult result =
          head.fleet()
              .exec(
                  head.addresses(),
                  JobScripts.log(head.cluster(), job, before, follow),
                  LONGEST,
                  listener)
              .get(0);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (result.succeeded()) {
        return at.get();
      }
      attempt = at.get() > before ? 1 : attempt;
      HostFailure failure = result.failure();
      if (failure == null || attempt >= ATTEMPTS || !follow) {
        throw failure == null
            ? new MusterException(
                ErrorKind.NOT_FOUND,
                "there is no log of job " + job.id() + " on " + result.host(),
                "where it stands: muster job show " + job.id())
            : failure.toException(result.host().toString());
      }
      TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
    }
  }
}
