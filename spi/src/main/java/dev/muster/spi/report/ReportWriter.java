package dev.muster.spi.report;

import java.io.IOException;
import java.nio.file.Path;

/** Writes some of the files of a results folder; found by {@link java.util.ServiceLoader}. */
public interface ReportWriter {

  /** For messages, for instance {@code gantt}. */
  String name();

  /**
   * Loads what takes time to load; called in the background, while the tasks of a run are not there
   * yet. What goes wrong in it is not told: {@link #write} will tell it.
   */
  default void warmUp() {}

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
