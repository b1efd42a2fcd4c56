package dev.muster.spi.report;

import java.io.IOException;
import java.nio.file.Path;

/** Writes some of the files of a results folder; found by {@link java.util.ServiceLoader}. */
public interface ReportWriter {

  /** For messages, for instance {@code gantt}. */
  String name();

  /**
   * Writes its files.
   *
   * @param report what to write
   * @param folder a fresh folder; the caller moves its files to their place when all writers are
   *     done
   * @throws dev.muster.spi.MusterException UNAVAILABLE when this machine lacks something for these
   *     files alone (fonts, for a picture): the others are written all the same
   */
  void write(RunReport report, Path folder) throws IOException;
}
