package dev.muster.config.hosts;

import dev.muster.config.schema.Located;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.model.ClusterSpec;
import dev.muster.model.HostAddress;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.ProblemsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads hosts as operators of clusters write them:
 *
 * <ul>
 *   <li>{@code host[01-10]}: numbers, zeros before them kept; {@code host[1-3,7].rack[a,b]}:
 *       several brackets, the leftmost changing last, in the order written.
 *   <li>{@code user@host:port}; {@code [2001:db8::1]:22} for IPv6.
 *   <li>Commas between expressions; blanks around them do not matter.
 *   <li>{@code @file}: the expressions in a file, relative to a folder; {@code #} begins a comment.
 *       (In ClusterShell the sign names a group.) Files name no further files.
 * </ul>
 *
 * <p>What is wrong is noted with its position, and reading goes on. At most {@value #MOST} hosts:
 * they are counted before they are written out. A machine that is there twice is refused.
 */
public final class HostExpressions {

  /** Most hosts of one list. */
  public static final int MOST = ClusterSpec.MOST_HOSTS;

  /** Longest text, so that {@value #MOST} names fit. */
  static final int MAX_CHARACTERS = 8 << 20;

  private final Path folder;
  private final List<Found> found = new ArrayList<>();
  private long count;
  private boolean tooMany;

  /** An expression and where it stands. */
  private record Found(HostPattern pattern, Place place) {}

  /**
   * @param folder which the files of {@code @file} are relative to
   */
  public HostExpressions(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads the texts of a command line.
   *
   * @param key what they are, for messages: {@code hosts}
   * @throws ProblemsException INVALID with everything that is wrong
   */
  public static List<HostAddress> parse(String key, List<String> texts, Path folder) {
    Problems problems = new Problems(null);
    HostExpressions expressions = new HostExpressions(folder);
    for (int i = 0; i < texts.size(); i++) {
      String name = texts.size() == 1 ? key : key + "[" + i + "]";
      expressions.add(name, new Located(texts.get(i), 0), problems);
    }
    List<HostAddress> hosts = expressions.hosts();
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.INVALID, problems.inOrder());
    }
    return hosts;
  }

  /** Reads a text that names exactly one host; empty after noting what is wrong. */
  public static Optional<HostAddress> one(String key, Located text, Problems problems) {
    int before = problems.size();
    HostExpressions expressions = new HostExpressions(Path.of(""));
    expressions.read(text.text(), new Place(key, text.line(), 0, problems), null);
    List<HostAddress> hosts = expressions.count > 1 ? List.of() : expressions.hosts();
    if (problems.size() == before && hosts.size() != 1) {
      problems.add(
          text.line(), key + ": one host is expected, not " + Quoted.of(text.text()), null);
    }
    return hosts.stream().findFirst();
  }

  /** Reads a text; what is wrong is noted. */
  public void add(String key, Located text, Problems problems) {
    read(
        text.text(),
        new Place(key, text.line(), 0, problems),
        (name, place) -> new HostFile(folder, name).read(place, this));
  }

  /** The hosts of all texts, in order; what is wrong with single ones is noted now. */
  public List<HostAddress> hosts() {
    if (tooMany) {
      return List.of();
    }
    List<HostAddress> hosts = new ArrayList<>();
    Map<String, Place> seen = new HashMap<>();
    for (Found one : found) {
      new Expansion(one.pattern(), one.place(), hosts, seen).run();
    }
    return List.copyOf(hosts);
  }

  /** Reads what a {@code @} names. */
  @FunctionalInterface
  interface FileAction {
    void read(String name, Place place);
  }

  /**
   * Reads expressions between commas.
   *
   * @param files reads {@code @file}; null where none may stand
   */
  void read(String text, Place start, @Nullable FileAction files) {
    if (text.length() > MAX_CHARACTERS) {
      start.note("it is longer than " + MAX_CHARACTERS + " characters", null);
      return;
    }
    int from = 0;
    while (from <= text.length() && !tooMany) {
      int end = end(text, from);
      int first = from;
      while (first < end && Character.isWhitespace(text.charAt(first))) {
        first++;
      }
      String expression = text.substring(first, end).stripTrailing();
      readOne(expression, start.plus(first), files);
      from = end + 1;
    }
  }

  private void readOne(String expression, Place place, @Nullable FileAction files) {
    if (expression.isEmpty()) {
      place.note("no host stands here", "is there a comma too many?");
      return;
    }
    if (expression.startsWith("@")) {
      if (files == null) {
        place.note(
            Quoted.of(expression) + " names a file, which cannot stand here",
            "list the hosts themselves");
      } else {
        files.read(expression.substring(1), place);
      }
      return;
    }
    try {
      HostPattern pattern = new PatternReader(expression).read();
      count += pattern.count();
      if (count > MOST) {
        tooMany = true;
        place.note(
            "with " + Quoted.of(expression) + " there are more than " + MOST + " hosts",
            "make several clusters");
        return;
      }
      found.add(new Found(pattern, place));
    } catch (Fault e) {
      place.plus(e.offset()).note(e.message(), e.hint());
    }
  }

  /** The next comma outside brackets, or the end. */
  private static int end(String text, int from) {
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '[') {
        depth++;
      } else if (c == ']') {
        depth = Math.max(0, depth - 1);
      } else if (c == ',' && depth == 0) {
        return i;
      }
    }
    return text.length();
  }
}
