package dev.muster.core.run;

import dev.muster.core.Background;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.report.ReportWriter;
import dev.muster.spi.report.RunReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder {@code results/<run id>} of a project: each file in it is the old one or the new one.
 */
public final class ResultsFolder {

  private static final String LATEST = "latest";
  private static final String FRESH = ".new";
  private static final String TRIAL = ".write";

  private final Path folder;

  /** The folder of one run. */
  public ResultsFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder and tries a write.
   *
   * @throws MusterException FORBIDDEN or QUOTA before anything has started
   */
  public void prepare() {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, TRIAL, ""));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** What writes some of its files. */
  public interface Part {

    /** For messages. */
    String name();

    /** Writes into a fresh folder, as {@link ReportWriter#write}. */
    void write(Path folder) throws IOException;
  }

  /**
   * Has all writers write side by side, then moves what they wrote to its place.
   *
   * @param warnings hears which files this machine cannot make
   */
  void write(RunReport report, List<ReportWriter> writers, Consumer<String> warnings) {
    write(writers.stream().map(writer -> part(report, writer)).toList(), warnings);
  }

  private static Part part(RunReport report, ReportWriter writer) {
    return new Part() {
      @Override
      public String name() {
        return writer.name();
      }

      @Override
      public void write(Path folder) throws IOException {
        writer.write(report, folder);
      }
    };
  }

  /**
   * Has all parts written side by side, then moves what was written to its place.
   *
   * @param warnings hears which files this machine cannot make
   */
  public void write(List<Part> parts, Consumer<String> warnings) {
    try {
      Path fresh = Files.createTempDirectory(folder, FRESH);
      try {
        List<Background<List<String>>> writing =
            parts.stream().map(part -> Background.of(() -> write(part, fresh))).toList();
        awaitAll(writing).forEach(warnings);
        publish(fresh);
      } finally {
        Trees.delete(fresh);
      }
      pointLatest();
    } catch (UncheckedIOException e) {
      IOException cause = e.getCause();
      throw cause == null ? e : unwritable(cause);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Waits for every writer, also when one has failed: nobody writes any more when this returns. */
  private static List<String> awaitAll(List<Background<List<String>>> writing) {
    List<String> warnings = new ArrayList<>();
    RuntimeException failure = null;
    for (Background<List<String>> writer : writing) {
      try {
        warnings.addAll(writer.await());
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return warnings;
  }

  /** Has one part written; returns what this machine cannot make. */
  private static List<String> write(Part part, Path folder) {
    try {
      part.write(folder);
      return List.of();
    } catch (MusterException e) {
      if (e.kind() != ErrorKind.UNAVAILABLE) {
        throw e;
      }
      String hint = e.hint() == null ? "" : " (" + e.hint() + ")";
      return List.of("no " + part.name() + ": " + e.getMessage() + hint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes it, when it is empty: no run came of it. */
  public void discard() {
    try {
      Files.delete(folder);
    } catch (IOException e) {
      // it holds something, or is gone
    }
  }

  /** Removes what a session that was killed while it wrote has left. */
  public void removeLeftovers() {
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(folder, "{" + FRESH + "," + TRIAL + "}*")) {
      for (Path path : left) {
        Trees.delete(path);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void publish(Path fresh) throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(fresh)) {
      files = listed.sorted().toList();
    }
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(
          file,
          folder.resolve(file.getFileName()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** {@code results/latest} is a link; where links cannot be made there is none. */
  private void pointLatest() throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (parent == null) {
      return;
    }
    Path fresh = parent.resolve("." + LATEST + "-" + folder.getFileName());
    Files.deleteIfExists(fresh);
    try {
      Files.createSymbolicLink(fresh, folder.getFileName());
    } catch (UnsupportedOperationException | FileSystemException noLinks) {
      return;
    }
    Files.move(
        fresh,
        parent.resolve(LATEST),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private MusterException unwritable(IOException e) {
    FileFault fault = FileFault.of(e);
    return new MusterException(
        fault.full() ? ErrorKind.QUOTA : ErrorKind.FORBIDDEN,
        "results folder " + folder + " cannot be written: " + fault.words(),
        fault.full()
            ? "free some space, then run muster runs report " + folder.getFileName()
            : "check that you may write there",
        e);
  }
}
