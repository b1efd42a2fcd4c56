package dev.muster.diagnosis.cause;

import dev.muster.diagnosis.cause.RootCause.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the cause of a failure in what is known of it. */
public final class Diagnosis {

  private static final int MOST_LINES = 5_000;
  private static final int LONGEST_LINE = 2_000;
  private static final int KILL = 128 + 9;
  private static final int TERM = 128 + 15;

  private static final Pattern THROWN =
      Pattern.compile(
          "^(?:Exception in thread \"[^\"]*\" |Caused by: )?((?:[a-z_$][\\w$]*\\.)*[A-Z]\\w*(?:Exception|Error|Interrupt)\\b.*)$");

  private static final Pattern LAST_WORDS =
      Pattern.compile("^(?:Exception in thread \"main\"|Traceback \\(most recent call last\\))");

  /** What Spark throws at its user when it went wrong somewhere else. */
  private static final Pattern CONSEQUENCE =
      Pattern.compile(
          "SparkContext was shut down|stopped SparkContext|Job aborted|org\\.apache\\.spark\\.SparkException|Py4JJavaError");

  /** Lines that tell of what is usual, whatever the words in them. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "NativeCodeLoader|Utils: (?:Your hostname|Set SPARK_LOCAL_IP)|Attempting port|INFO ");

  private Diagnosis() {}

  /**
   * The cause of a failure.
   *
   * @param exitCode of the program; null when it has none
   * @param log its last lines
   * @param failures what Spark's event log says of failed tasks, stages and executors
   * @return empty when the program did not fail, or said nothing that is known
   */
  public static Optional<RootCause> of(
      @Nullable Integer exitCode, String log, List<String> failures) {
    if (exitCode != null && exitCode == 0) {
      return Optional.empty();
    }
    List<String> lines = lines(log);
    List<String> told = failures.stream().map(failure -> "Lost task: " + failure).toList();
    List<String> ending = ending(lines);
    Optional<RootCause> said = known(ending.isEmpty() ? lines : ending).or(() -> known(told));
    boolean own = ending.stream().anyMatch(line -> THROWN.matcher(line).matches());
    if (said.isEmpty() && own && ending.stream().noneMatch(CONSEQUENCE.asPredicate())) {
      said = thrown(ending);
    }
    return said.or(() -> known(lines)).or(() -> thrown(lines)).or(() -> signal(exitCode));
  }

  private static Optional<RootCause> known(List<String> lines) {
    for (Rule rule : Rules.ALL) {
      for (String line : lines) {
        Optional<RootCause> cause = rule.in(line);
        if (cause.isPresent()) {
          return cause;
        }
      }
    }
    return Optional.empty();
  }

  /** What ended the program; before it there may be complaints that it got over. */
  private static List<String> ending(List<String> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (LAST_WORDS.matcher(lines.get(i)).find()) {
        return lines.subList(i, lines.size());
      }
    }
    return List.of();
  }

  private static List<String> lines(String log) {
    List<String> lines = new ArrayList<>();
    for (String line : log.split("\r?\n|\r", -1)) {
      if (!line.isBlank() && !line.startsWith("\tat ") && !HARMLESS.matcher(line).find()) {
        lines.add(line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE));
      }
    }
    return new ArrayList<>(lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()));
  }

  /** The last exception, and of its chain the innermost. */
  private static Optional<RootCause> thrown(List<String> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      Matcher found = THROWN.matcher(lines.get(i));
      if (found.matches()) {
        return Optional.of(
            new RootCause(
                Kind.EXCEPTION,
                Rule.shortened(found.group(1)),
                Rule.shortened(lines.get(i)),
                "the log has where it was thrown"));
      }
    }
    return Optional.empty();
  }

  private static Optional<RootCause> signal(@Nullable Integer exitCode) {
    if (exitCode == null || (exitCode != KILL && exitCode != TERM)) {
      return Optional.empty();
    }
    boolean kill = exitCode == KILL;
    return Optional.of(
        new RootCause(
            Kind.KILLED,
            "the program was ended from outside by signal " + (exitCode - 128),
            "exit code " + exitCode,
            kill
                ? "when nobody did, the kernel was short of memory: dmesg says so; give it a smaller --driver-memory or a larger machine"
                : "somebody, or the machine's shutdown, asked it to end"));
  }
}
