package dev.muster.reports.html;

import dev.muster.model.TaskLog;
import dev.muster.reports.text.Visible;
import dev.muster.spi.report.RunReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The end of what a task printed.
 *
 * @param text redacted, control characters visible
 * @param note what is missing from it; empty when nothing is
 */
record LogTail(String text, String note) {

  /** Bytes shown at most. */
  static final int MOST = 16 << 10;

  /** Read before them, so that a secret cut in two by the beginning is not shown in part. */
  private static final int MARGIN = MOST / 2;

  static LogTail of(RunReport report, TaskLog log) {
    Path file = report.folder().resolve(log.path());
    try (InputStream in = Files.newInputStream(file)) {
      long size = Files.size(file);
      int window = (int) Math.min(size, MOST + MARGIN);
      in.skipNBytes(size - window);
      String text = new String(in.readNBytes(window), StandardCharsets.UTF_8);
      String redacted = report.redact(text);
      boolean whole = size <= MOST;
      String shown = whole ? redacted : redacted.substring(redacted.length() / 3);
      return new LogTail(Visible.lines(shown), note(size, whole, log));
    } catch (NoSuchFileException e) {
      return new LogTail("", "The log file is not there any more.");
    } catch (IOException e) {
      return new LogTail("", "The log file cannot be read.");
    }
  }

  private static String note(long size, boolean whole, TaskLog log) {
    String shown = whole ? "" : "The end of " + Numbers.bytes(size) + " is shown. ";
    String cut = log.cut() == 0 ? "" : Numbers.bytes(log.cut()) + " were not kept in the file. ";
    return (shown + cut).strip();
  }
}
