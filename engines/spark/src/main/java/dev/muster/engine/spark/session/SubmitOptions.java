package dev.muster.engine.spark.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of spark-submit's options has to be known before its JVM starts: it is the JVM of the driver
 * (Spark's {@code SparkSubmitCommandBuilder} does the same).
 *
 * @param memory of the driver, as {@code -Xmx} takes it
 * @param javaOptions of the driver
 * @param classpath before Spark's jars
 * @param settings given with {@code --conf}, and by options with a name of their own
 */
public record SubmitOptions(
    String memory, List<String> javaOptions, List<String> classpath, Map<String, String> settings) {

  private static final String MEMORY = "spark.driver.memory";
  private static final String OPTIONS = "spark.driver.extraJavaOptions";
  private static final String DEFAULTS = "spark.driver.defaultJavaOptions";
  private static final String CLASSPATH = "spark.driver.extraClassPath";
  private static final Map<String, String> NAMED =
      Map.of(
          "--driver-memory",
          MEMORY,
          "--driver-java-options",
          OPTIONS,
          "--driver-class-path",
          CLASSPATH,
          "--master",
          "spark.master",
          "--deploy-mode",
          "spark.submit.deployMode",
          "--jars",
          "spark.jars");

  /** Blanks part words; quotes hold them together. */
  private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");

  public SubmitOptions {
    javaOptions = List.copyOf(javaOptions);
    classpath = List.copyOf(classpath);
    settings = Map.copyOf(settings);
  }

  /**
   * Reads options: {@code --option value} and {@code --option=value}.
   *
   * @param defaults of the installation, weaker than options
   */
  public static SubmitOptions of(List<String> options, Map<String, String> defaults) {
    Map<String, String> settings = new LinkedHashMap<>(defaults);
    for (int i = 0; i < options.size(); i++) {
      String option = options.get(i);
      int equals = option.startsWith("--") ? option.indexOf('=') : -1;
      String name = equals < 0 ? option : option.substring(0, equals);
      boolean known = name.equals("--conf") || name.equals("-c") || NAMED.containsKey(name);
      if (!known) {
        continue;
      }
      String value =
          equals >= 0
              ? option.substring(equals + 1)
              : i + 1 < options.size() ? options.get(++i) : "";
      String setting = NAMED.get(name);
      int at = value.indexOf('=');
      if (setting != null) {
        settings.put(setting, value);
      } else if (at > 0) {
        settings.put(value.substring(0, at), value.substring(at + 1));
      }
    }
    List<String> java = new ArrayList<>(words(settings.get(DEFAULTS)));
    java.addAll(words(settings.get(OPTIONS)));
    String classpath = settings.getOrDefault(CLASSPATH, "");
    return new SubmitOptions(
        memory(settings.getOrDefault(MEMORY, "1g")),
        java,
        classpath.isEmpty() ? List.of() : List.of(classpath),
        settings);
  }

  /** Spark writes 512 for MiB, and 2gb; Java does not. */
  private static String memory(String given) {
    String text = given.strip();
    if (text.matches("[0-9]+")) {
      return text + "m";
    }
    return text.matches("[0-9]+[kmgtKMGT][bB]") ? text.substring(0, text.length() - 1) : text;
  }

  private static List<String> words(@Nullable String text) {
    List<String> words = new ArrayList<>();
    if (text != null) {
      var found = WORD.matcher(text);
      while (found.find()) {
        words.add(found.group().replaceAll("[\"']", ""));
      }
    }
    return words;
  }
}
