package dev.muster.reports.text;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** New text files in UTF-8. */
public final class TextFiles {

  private static final int BUFFER = 1 << 16;

  private TextFiles() {}

  /**
   * Opens a new file. What UTF-8 has no form for (half a surrogate pair, which a Python file name
   * can hold) is written as {@code ?} instead of ending the run's report.
   */
  public static Writer create(Path folder, String name) throws IOException {
    return new BufferedWriter(
        new OutputStreamWriter(Files.newOutputStream(folder.resolve(name)), StandardCharsets.UTF_8),
        BUFFER);
  }
}
