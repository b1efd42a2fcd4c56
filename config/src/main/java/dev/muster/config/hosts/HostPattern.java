package dev.muster.config.hosts;

import dev.muster.model.HostAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One expression between two commas, read but not written out yet.
 *
 * @param user null when none is given
 * @param parts what the name is put together from, in order
 * @param port null when none is given
 */
record HostPattern(@Nullable String user, List<Part> parts, @Nullable Integer port) {

  HostPattern {
    parts = List.copyOf(parts);
  }

  /** A piece of a name: the texts that may stand there, in order. */
  record Part(List<Choice> choices) {
    Part {
      choices = List.copyOf(choices);
    }

    static Part literal(String text) {
      return new Part(List.of(new Word(text)));
    }

    long count() {
      long count = 0;
      for (Choice choice : choices) {
        count = capped(count + choice.count());
      }
      return count;
    }

    List<String> texts() {
      List<String> texts = new ArrayList<>();
      choices.forEach(choice -> choice.forEach(texts::add));
      return texts;
    }
  }

  /** One element of a bracket. */
  sealed interface Choice {
    long count();

    void forEach(Consumer<String> action);
  }

  /** Itself. */
  record Word(String text) implements Choice {
    @Override
    public long count() {
      return 1;
    }

    @Override
    public void forEach(Consumer<String> action) {
      action.accept(text);
    }
  }

  /**
   * Numbers, both ends included.
   *
   * @param width least digits, filled up with zeros; 0 for none
   */
  record Numbers(long first, long last, int width) implements Choice {
    @Override
    public long count() {
      return last - first + 1;
    }

    @Override
    public void forEach(Consumer<String> action) {
      for (long number = first; number <= last; number++) {
        action.accept(padded(number, width));
      }
    }
  }

  /** How many hosts it stands for; more than {@link HostExpressions#MOST} are not told apart. */
  long count() {
    long count = 1;
    for (Part part : parts) {
      count = capped(count * part.count());
    }
    return count;
  }

  /**
   * Writes the names out, the leftmost bracket changing last.
   *
   * @param action takes each name; it may be no valid host name
   */
  void forEachName(Consumer<String> action) {
    List<List<String>> texts = parts.stream().map(Part::texts).toList();
    int[] at = new int[texts.size()];
    int turned = 0;
    while (turned >= 0) {
      StringBuilder name = new StringBuilder();
      for (int i = 0; i < at.length; i++) {
        name.append(texts.get(i).get(at[i]));
      }
      action.accept(name.toString());
      turned = at.length - 1;
      while (turned >= 0 && ++at[turned] == texts.get(turned).size()) {
        at[turned--] = 0;
      }
    }
  }

  /** The address of one of the names. */
  HostAddress address(String name) {
    return new HostAddress(user, name, port);
  }

  /** A number with zeros before it. */
  static String padded(long number, int width) {
    String digits = Long.toString(number);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  private static long capped(long count) {
    return Math.min(count, HostExpressions.MOST + 1L);
  }
}
