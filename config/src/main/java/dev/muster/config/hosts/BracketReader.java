package dev.muster.config.hosts;

import dev.muster.config.hosts.HostPattern.Choice;
import dev.muster.config.hosts.HostPattern.Numbers;
import dev.muster.config.hosts.HostPattern.Part;
import dev.muster.config.hosts.HostPattern.Word;
import dev.muster.config.text.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what stands between [ and ]: numbers, ranges of numbers, words, separated by commas.
 *
 * <p>A range counts numbers only, as with pdsh, Slurm and ClusterShell: {@code [a-c]} is refused
 * and {@code [a,b,c]} is meant. As with them, a first number with leading zeros fills all others up
 * to its length; where the ends disagree about the zeros ({@code [1-010]}, {@code [001-10]}), which
 * they read differently, the range is refused.
 */
final class BracketReader {

  private static final Pattern RANGE = Pattern.compile("\\s*([0-9]+)\\s*-\\s*([0-9]+)\\s*");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_]+");
  private static final Pattern LETTERS = Pattern.compile("[A-Za-z]+-[A-Za-z]+");

  /** More do not fit in a long. */
  private static final int MOST_DIGITS = 18;

  private final String text;
  private final int offset;

  /**
   * @param offset of the text within the expression
   */
  BracketReader(String text, int offset) {
    this.text = text;
    this.offset = offset;
  }

  Part read() throws Fault {
    List<Choice> choices = new ArrayList<>();
    int start = 0;
    while (start <= text.length()) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      choices.add(choice(text.substring(start, end), offset + start));
      start = end + 1;
    }
    return new Part(choices);
  }

  private Choice choice(String element, int at) throws Fault {
    String word = element.strip();
    if (WORD.matcher(word).matches()) {
      return new Word(word);
    }
    Matcher range = RANGE.matcher(element);
    if (range.matches()) {
      return range(range.group(1), range.group(2), at);
    }
    if (word.isEmpty()) {
      throw new Fault(at, "nothing stands in [" + shown() + "]", "for instance  [01-10]");
    }
    if (LETTERS.matcher(word).matches()) {
      throw new Fault(
          at, "only numbers have ranges, not " + Quoted.of(word), "list them:  [a,b,c]");
    }
    throw new Fault(
        at, Quoted.of(word) + " is no number, range or word", "for instance  [01-10] or [a,b]");
  }

  private Choice range(String first, String last, int at) throws Fault {
    String shown = first + "-" + last;
    if (first.length() > MOST_DIGITS || last.length() > MOST_DIGITS) {
      throw new Fault(
          at, Quoted.of(shown) + " has numbers of more than " + MOST_DIGITS + " digits", null);
    }
    boolean zeros = hasZeros(first);
    if (hasZeros(last)
        ? last.length() != first.length()
        : zeros && last.length() < first.length()) {
      throw new Fault(
          at,
          "the ends of " + Quoted.of(shown) + " disagree about leading zeros",
          "give both the same number of digits:  [001-010]");
    }
    long from = Long.parseLong(first);
    long to = Long.parseLong(last);
    if (from > to) {
      throw new Fault(
          at, "the range " + Quoted.of(shown) + " is reversed", "write  " + last + "-" + first);
    }
    return new Numbers(from, to, zeros ? first.length() : 0);
  }

  private static boolean hasZeros(String digits) {
    return digits.length() > 1 && digits.startsWith("0");
  }

  private String shown() {
    String quoted = Quoted.of(text);
    return quoted.substring(1, quoted.length() - 1);
  }
}
