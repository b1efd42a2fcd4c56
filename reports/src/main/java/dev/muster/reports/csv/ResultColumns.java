package dev.muster.reports.csv;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of results.csv: file, column, parameters, round, then the keys of the results in
 * order of their first appearance.
 *
 * <p>No two columns have one name: a parameter that is called like a fixed column gets {@code
 * param.} before it, a key of a result {@code result.}.
 */
final class ResultColumns {

  private final List<String> header = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> places = new LinkedHashMap<>();

  ResultColumns(List<String> paramNames) {
    taken.addAll(List.of("file", "column", "round"));
    header.add("file");
    header.add("column");
    paramNames.forEach(name -> add(name, "param."));
    header.add("round");
  }

  private void add(String name, String prefix) {
    String unique = name;
    while (!taken.add(unique)) {
      unique = prefix + unique;
    }
    header.add(unique);
  }

  /** Takes note of a key and tells whether it is new. */
  boolean note(String key) {
    if (places.putIfAbsent(key, header.size()) != null) {
      return false;
    }
    add(key, "result.");
    return true;
  }

  /** The column of a key that was noted, from 0. */
  @Nullable Integer find(String key) {
    return places.get(key);
  }

  /** The names of all columns so far. */
  List<String> header() {
    return header;
  }
}
