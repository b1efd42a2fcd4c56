package dev.muster.spi.fleet;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The one place where words become text for a shell. */
public final class ShellWords {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_%+,./:@-]+");

  private ShellWords() {}

  /**
   * Text that a POSIX shell reads as exactly these words, whatever is in them.
   *
   * @throws IllegalArgumentException for a NUL character, which no argument can hold
   */
  public static String quote(List<String> words) {
    return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
  }

  /** One word. */
  public static String quote(String word) {
    if (word.indexOf(0) >= 0) {
      throw new IllegalArgumentException("no argument can hold a NUL character");
    }
    // Between single quotes nothing has a meaning but the single quote itself.
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
