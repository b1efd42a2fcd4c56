package dev.muster.reports.html;

import dev.muster.model.Failure;
import dev.muster.model.FailureKind;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Failures that are alike: of one kind, with messages that differ only in numbers, quoted texts and
 * paths. Keeps so many groups at most; what comes after them is counted apart.
 */
final class FailureGroups {

  static final int MOST = 200;

  private static final int LONGEST_SHAPE = 300;
  private static final Pattern QUOTED = Pattern.compile("'[^'\n]*'|\"[^\"\n]*\"");
  private static final Pattern PATH =
      Pattern.compile("(?:[\\w.+-]*/)+[\\w.+-]*|[\\w+-]+\\.[A-Za-z]\\w{0,4}\\b");
  private static final Pattern NUMBER = Pattern.compile("0x[0-9a-fA-F]+|\\d+(?:[.:]\\d+)*");

  private final Map<Key, Group> groups = new LinkedHashMap<>();
  private long others;

  private record Key(FailureKind kind, String shape) {}

  /**
   * Failures that are alike.
   *
   * @param kind of all of them
   * @param shape their message with … for what differs
   * @param count how many
   * @param example the first one's task
   */
  record Group(FailureKind kind, String shape, long count, String example) {}

  /** Adds the failure of a task. */
  void add(Failure failure, String task) {
    Key key = new Key(failure.kind(), shape(failure.message()));
    Group known = groups.get(key);
    if (known != null) {
      groups.put(key, new Group(key.kind(), key.shape(), known.count() + 1, known.example()));
    } else if (groups.size() < MOST) {
      groups.put(key, new Group(key.kind(), key.shape(), 1, task));
    } else {
      others++;
    }
  }

  /** What a message has in common with its like. */
  static String shape(String message) {
    String text = message.length() > LONGEST_SHAPE ? message.substring(0, LONGEST_SHAPE) : message;
    String quoted = QUOTED.matcher(text).replaceAll("…");
    String paths = PATH.matcher(quoted).replaceAll("…");
    return NUMBER.matcher(paths).replaceAll("…");
  }

  /** The largest first. */
  List<Group> groups() {
    return groups.values().stream()
        .sorted(Comparator.comparingLong(Group::count).reversed())
        .toList();
  }

  /** Failures in no group, because there were too many kinds. */
  long others() {
    return others;
  }
}
