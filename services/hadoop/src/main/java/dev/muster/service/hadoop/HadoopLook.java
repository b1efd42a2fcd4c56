package dev.muster.service.hadoop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What only Hadoop wants to know of a host.
 *
 * @param user who logs in there
 * @param missing programs that it lacks
 * @param data the cluster whose data is there, by {@code name} and {@code data}; {@code ?} for
 *     something else
 * @param noexec where programs cannot be run from, empty when they can
 */
record HadoopLook(String user, List<String> missing, Map<String, String> data, String noexec) {

  HadoopLook {
    missing = List.copyOf(missing);
    data = Map.copyOf(data);
  }

  /** Reads what {@code look.sh} printed. */
  static HadoopLook parse(String printed) {
    String user = "";
    String noexec = "";
    List<String> missing = new ArrayList<>();
    Map<String, String> data = new TreeMap<>();
    for (String line : printed.lines().toList()) {
      String[] words = line.split(" ", 2);
      String value = words.length > 1 ? words[1] : "";
      switch (words[0]) {
        case "user" -> user = value;
        case "missing" -> missing.add(value);
        case "noexec" -> noexec = value;
        case "name", "data" -> data.put(words[0], value);
        default -> {
          // the end, or what a login prints
        }
      }
    }
    return new HadoopLook(user, missing, data, noexec);
  }
}
