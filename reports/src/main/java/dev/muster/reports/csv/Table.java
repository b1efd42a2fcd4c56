package dev.muster.reports.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.muster.reports.text.TextFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes CSV files: RFC 4180 quoting where it is needed, UTF-8, lines end with a line feed. */
final class Table {

  private Table() {}

  static CsvWriter create(Path folder, String name, List<String> header) throws IOException {
    CsvWriter table =
        CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(TextFiles.create(folder, name));
    table.writeRecord(header);
    return table;
  }
}
