package dev.muster.core.job;

import dev.muster.core.Services;
import dev.muster.model.Job;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.HostFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Spark's event logs of jobs, brought home whole: each file is compared by its hash, and the folder
 * appears when all are here.
 */
public final class JobEvents {

  private JobEvents() {}

  private static Path folder(Services services, Job job) {
    return JobLogs.folder(services, job).resolve("events");
  }

  /** The folder that is kept here, when it is. */
  static Optional<Path> kept(Services services, Job job) {
    Path folder = folder(services, job);
    return Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
  }

  /**
   * Brings them home; what a copy that was broken off has brought is not sent again.
   *
   * @return the folder
   * @throws MusterException what kept the copy from being whole
   */
  static Path keep(Services services, JobHead head, Job job) {
    Path folder = folder(services, job);
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Path part = folder.resolveSibling("events.part");
    try {
      Files.createDirectories(JobLogs.folder(services, job));
      CopyResult result =
          head.fleet()
              .get(
                  head.addresses(),
                  JobScripts.events(head.cluster(), job),
                  part.toString(),
                  CopyOptions.DEFAULT.withResume(true),
                  CopyListener.NONE)
              .get(0);
      HostFailure failure = result.failure();
      if (failure != null) {
        throw failure.toException(result.host() + ": event logs of job " + job.id());
      }
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
      return folder;
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE,
          "cannot keep event logs in " + folder + ": " + e.getMessage(),
          null,
          e);
    }
  }

  /** The files below a folder, in the order of their names. */
  public static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "cannot read " + folder + ": " + e.getMessage(), null, e);
    }
  }
}
