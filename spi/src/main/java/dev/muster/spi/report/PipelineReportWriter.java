package dev.muster.spi.report;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes files about a run of a pipeline into its results folder; found by {@link
 * java.util.ServiceLoader}.
 */
public interface PipelineReportWriter {

  /** For messages, for instance {@code report.html}. */
  String name();

  /**
   * Writes its files.
   *
   * @param folder a fresh folder; the caller moves its files to their place when all writers are
   *     done
   */
  void write(PipelineReport report, Path folder) throws IOException;
}
