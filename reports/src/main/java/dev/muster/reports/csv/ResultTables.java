package dev.muster.reports.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.muster.model.ResultFile;
import dev.muster.model.Task;
import dev.muster.reports.text.Json;
import dev.muster.reports.text.ResultNames;
import dev.muster.spi.report.RunReport;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The open tables of results: one of all rounds and, when there are several, one of each. */
final class ResultTables implements Closeable {

  private final RunReport report;
  private final ResultColumns columns;
  private final List<CsvWriter> tables = new ArrayList<>();

  ResultTables(RunReport report, ResultColumns columns, Path folder) throws IOException {
    this.report = report;
    this.columns = columns;
    String name = report.fileName(ResultFile.RESULTS);
    try {
      tables.add(Table.create(folder, name, columns.header()));
      int rounds = report.run().rounds();
      for (int round = 1; rounds > 1 && round <= rounds; round++) {
        tables.add(Table.create(folder, ResultNames.ofRound(name, round), columns.header()));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Writes a row; keys without a column are left out. */
  void write(Task task, Map<String, String> cells) {
    String[] row = new String[columns.header().size()];
    Arrays.fill(row, "");
    int place = 0;
    row[place++] = task.input().key();
    row[place++] = task.column() == null ? "" : task.column();
    for (String name : report.paramNames()) {
      row[place++] = Json.cell(task.params().values().get(name));
    }
    row[place] = Integer.toString(task.round());
    cells.forEach((key, cell) -> set(row, key, cell));
    tables.get(0).writeRecord(row);
    if (tables.size() > 1) {
      tables.get(task.round()).writeRecord(row);
    }
  }

  private void set(String[] row, String key, String cell) {
    Integer place = columns.find(key);
    // A task that was finished between two passes may bring a key that has no column.
    if (place != null) {
      row[place] = cell;
    }
  }

  @Override
  public void close() throws IOException {
    IOException first = null;
    for (CsvWriter table : tables) {
      try {
        table.close();
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
