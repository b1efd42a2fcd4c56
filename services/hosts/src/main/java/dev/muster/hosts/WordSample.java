package dev.muster.hosts;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A text, and what counting its words must give: for small jobs that try a service. Pure. */
public final class WordSample {

  private static final int LINES = 500;
  private static final List<String> WORDS =
      List.of("muster", "calls", "hosts", "together", "and", "lets", "them", "go");

  private WordSample() {}

  /** The text, some 2,000 words on 500 lines. */
  public static String text() {
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < LINES; line++) {
      for (int word = 0; word <= line % WORDS.size(); word++) {
        text.append(WORDS.get((line + word * word) % WORDS.size())).append(' ');
      }
      text.append("line").append(line % 10).append('\n');
    }
    return text.toString();
  }

  /** What counting must give: word, tabulator, number, a line each, in their order. */
  public static String expected(String text) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String word : text.strip().split("\\s+", -1)) {
      counts.merge(word, 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .map(each -> each.getKey() + "\t" + each.getValue() + "\n")
        .collect(Collectors.joining());
  }
}
