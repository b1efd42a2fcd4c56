package dev.muster.core.job;

import dev.muster.model.Digest;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.HostFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Ships files of jobs by their content: what is on the head already does not travel. */
final class JobFiles {

  private static final int MOST = 1000;

  private JobFiles() {}

  /**
   * Checks files before anything starts.
   *
   * @throws ProblemsException INVALID with all that is wrong
   */
  static void require(List<Path> files) {
    List<Problem> problems = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        problems.add(Problem.of("there is no file " + file, "name a file that is there"));
      } else if (!Files.isReadable(file)) {
        problems.add(Problem.of("cannot read " + file, "chmod +r " + file));
      } else if (!names.add(String.valueOf(file.getFileName()))) {
        problems.add(
            Problem.of("two files are named " + file.getFileName(), "give one another name"));
      }
    }
    if (files.size() > MOST) {
      problems.add(
          Problem.of(files.size() + " files are more than " + MOST, "ship them as one archive"));
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.INVALID, problems);
    }
  }

  /** Ships files to a head; their names below {@link JobScripts#files}. */
  static List<String> ship(JobHead head, List<Path> files) {
    List<String> names = new ArrayList<>();
    for (Path file : files) {
      String name = sha256(file) + "/" + file.getFileName();
      CopyResult result =
          head.fleet()
              .put(
                  head.addresses(),
                  file,
                  JobScripts.files(head.cluster()) + "/" + name,
                  CopyOptions.DEFAULT,
                  CopyListener.NONE)
              .get(0);
      HostFailure failure = result.failure();
      if (failure != null) {
        throw failure.toException(result.host() + ": " + file);
      }
      names.add(name);
    }
    return names;
  }

  private static String sha256(Path file) {
    MessageDigest digest = Digest.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "cannot read " + file + ": " + e.getMessage(), null, e);
    }
  }
}
