package dev.muster.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows in aligned columns; numbers to the right. */
public final class Table {

  private static final String NUMBER = "-?[0-9][0-9.,]*( (B|KiB|MiB|GiB|TiB|ms|s|%))?";

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... header) {
    this.header = List.of(header);
  }

  public void row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(Texts.plain(String.valueOf(cell)));
    }
    rows.add(row);
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The lines, none wider than the width: the last column is cut. */
  public List<String> lines(int width) {
    int columns = header.size();
    int[] widths = new int[columns];
    boolean[] numbers = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      int column = i;
      widths[i] = header.get(i).length();
      rows.forEach(row -> widths[column] = Math.max(widths[column], row.get(column).length()));
      numbers[i] =
          !rows.isEmpty()
              && rows.stream()
                  .allMatch(row -> row.get(column).isEmpty() || row.get(column).matches(NUMBER));
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(header, widths, numbers, width));
    rows.forEach(row -> lines.add(line(row, widths, numbers, width)));
    return lines;
  }

  private static String line(List<String> row, int[] widths, boolean[] numbers, int width) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String cell = row.get(i);
      String space = " ".repeat(widths[i] - cell.length());
      line.append(i == 0 ? "" : "  ").append(numbers[i] ? space + cell : cell + space);
    }
    return Texts.cut(line.toString().stripTrailing(), Math.max(40, width));
  }
}
