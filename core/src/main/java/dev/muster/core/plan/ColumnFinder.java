package dev.muster.core.plan;

import dev.muster.model.Input;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Finds the columns of tables by reading no more than their headers. */
final class ColumnFinder {

  private static final int FIRST_READ = 4 << 10;
  private static final int MAX_HEADER = 4 << 20;

  private final Function<String, Store> stores;

  ColumnFinder(Function<String, Store> stores) {
    this.stores = stores;
  }

  /** The names in a table's header, without duplicates. */
  List<String> header(Input input) {
    Store store = stores.apply(input.root());
    String etag = input.version().startsWith("etag:") ? input.version().substring(5) : "";
    for (int length = FIRST_READ; ; length *= 8) {
      byte[] start = read(store, input, Math.min(length, MAX_HEADER), etag);
      Optional<List<String>> names = CsvHeader.parse(start, start.length < length);
      if (names.isPresent()) {
        return names.get().stream().distinct().toList();
      }
      if (length >= MAX_HEADER) {
        throw new MusterException(
            ErrorKind.INVALID,
            input.uri() + " has no end of line in its first " + MAX_HEADER + " bytes",
            "a quote may be open in its header, or it is not a CSV file");
      }
    }
  }

  /** The names in which the pattern is found. */
  static List<String> matching(List<String> header, Pattern columns) {
    return header.stream().filter(name -> columns.matcher(name).find()).toList();
  }

  private static byte[] read(Store store, Input input, int length, String etag) {
    try (InputStream in = store.open(input.key(), 0, length, etag)) {
      return in.readNBytes(length);
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE,
          "the header of " + input.uri() + " cannot be read: " + e.getMessage(),
          null,
          e);
    }
  }
}
