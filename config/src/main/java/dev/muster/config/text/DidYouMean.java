package dev.muster.config.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant who has mistyped a key, a command or an option. */
public final class DidYouMean {

  private DidYouMean() {}

  /**
   * The known word nearest to what was seen; of several equally near the first. Empty when none is
   * near enough: more than a third of the letters, at least one, would have to change.
   */
  public static Optional<String> nearest(String seen, Collection<String> known) {
    return suggestions(seen, known).stream().findFirst();
  }

  /** At most three known words near to what was seen, nearest first. */
  public static List<String> suggestions(String seen, Collection<String> known) {
    String word = plain(seen);
    return known.stream()
        .filter(candidate -> distance(word, plain(candidate)) <= allowed(word, plain(candidate)))
        .sorted(Comparator.comparingInt(candidate -> distance(word, plain(candidate))))
        .limit(3)
        .toList();
  }

  /**
   * Damerau-Levenshtein: how many letters have to be inserted, dropped, exchanged or swapped with
   * their neighbour to make one word the other. A swapped pair is not changed again.
   */
  public static int distance(String from, String to) {
    int[] beforeLast = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    int[] current = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int exchange = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(exchange, Math.min(last[j], current[j - 1]) + 1);
        if (isSwap(from, i, to, j)) {
          current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
        }
      }
      int[] oldest = beforeLast;
      beforeLast = last;
      last = current;
      current = oldest;
    }
    return last[to.length()];
  }

  private static boolean isSwap(String from, int i, String to, int j) {
    return i > 1
        && j > 1
        && from.charAt(i - 1) == to.charAt(j - 2)
        && from.charAt(i - 2) == to.charAt(j - 1);
  }

  private static int allowed(String word, String candidate) {
    int longer = Math.max(word.length(), candidate.length());
    if (Math.abs(word.length() - candidate.length()) > longer / 3 || longer > 200) {
      return -1;
    }
    return Math.max(1, longer / 3);
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }
}
