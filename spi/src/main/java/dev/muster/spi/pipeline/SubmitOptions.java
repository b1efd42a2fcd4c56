package dev.muster.spi.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Words of spark-submit before the application, told apart as its own parser does ({@code
 * org.apache.spark.launcher.SparkSubmitOptionParser}): {@code --name value}, {@code --name=value},
 * and switches without a value.
 *
 * @param words as they were given
 * @param values by option, as {@code --driver-memory}; the last one wins
 * @param conf settings of {@code --conf}; the last one wins
 * @param stray words that belong to no option: spark-submit would take the first for the
 *     application
 */
public record SubmitOptions(
    List<String> words, Map<String, String> values, Map<String, String> conf, List<String> stray) {

  private static final Set<String> SWITCHES =
      Set.of("--verbose", "-v", "--supervise", "--help", "-h", "--usage-error", "--version");

  /** Options whose values are files that the application gets. */
  public static final List<String> FILES = List.of("--jars", "--py-files", "--files", "--archives");

  public SubmitOptions {
    words = List.copyOf(words);
    values = Map.copyOf(values);
    conf = Map.copyOf(conf);
    stray = List.copyOf(stray);
  }

  /** Reads words. */
  public static SubmitOptions parse(List<String> words) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> conf = new LinkedHashMap<>();
    List<String> stray = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      if (SWITCHES.contains(word)) {
        values.put(word, "");
      } else if (equals > 2) {
        put(word.substring(0, equals), word.substring(equals + 1), values, conf);
      } else if (word.startsWith("-") && word.length() > 1 && i + 1 < words.size()) {
        put(word, words.get(++i), values, conf);
      } else {
        stray.add(word);
      }
    }
    return new SubmitOptions(words, values, conf, stray);
  }

  private static void put(
      String option, String value, Map<String, String> values, Map<String, String> conf) {
    if (option.equals("--conf") || option.equals("-c")) {
      int equals = value.indexOf('=');
      if (equals > 0) {
        conf.put(value.substring(0, equals), value.substring(equals + 1));
      }
    } else {
      values.put(option, value);
    }
  }

  /**
   * Spark's master, empty when none is named.
   *
   * @param over goes over what the words name; null for what they name
   */
  public String master(@Nullable String over) {
    return over == null ? find("--master", "spark.master").orElse("") : over;
  }

  /** The value of an option, or else of the setting that means the same. */
  public Optional<String> find(String option, String setting) {
    String given = values.get(option);
    return Optional.ofNullable(given == null ? conf.get(setting) : given);
  }
}
