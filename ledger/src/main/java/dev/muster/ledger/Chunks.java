package dev.muster.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** Many keys, in parts that a statement can take. */
final class Chunks {

  /** Keys in one statement. */
  private static final int SIZE = 500;

  private Chunks() {}

  static <T> List<List<T>> of(Collection<T> all) {
    List<T> list = List.copyOf(all);
    List<List<T>> chunks = new ArrayList<>();
    for (int from = 0; from < list.size(); from += SIZE) {
      chunks.add(list.subList(from, Math.min(from + SIZE, list.size())));
    }
    return chunks;
  }

  /** A question mark for each element. */
  static String marks(List<?> chunk) {
    return String.join(", ", Collections.nCopies(chunk.size(), "?"));
  }
}
