package dev.muster.config;

import dev.muster.config.schema.Option;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A setting, its value, and where the value came from.
 *
 * @param option its declaration
 * @param given the value; null when there is neither one nor a fallback
 * @param source where it came from
 */
public record Setting<T>(Option<T> option, @Nullable T given, Source source) {

  private static final Pattern CREDENTIALS = Pattern.compile("://[^/@\\s]+@");
  private static final Pattern PARAMETER =
      Pattern.compile("(?i)([?&;](?:user|password|[a-z]*password)=)[^&;\\s]*");

  /** Where a value came from. */
  public sealed interface Source {

    /** Muster's own. */
    record BuiltIn() implements Source {
      @Override
      public String toString() {
        return "built-in";
      }
    }

    /** A line of a file. */
    record FileLine(Path file, int line) implements Source {
      @Override
      public String toString() {
        return file + ":" + line;
      }
    }

    /** An environment variable. */
    record Variable(String name) implements Source {
      @Override
      public String toString() {
        return "environment " + name;
      }
    }

    /** An option of the command line. */
    record CommandLine(String name) implements Source {
      @Override
      public String toString() {
        return "option " + name;
      }
    }
  }

  /** The value; empty when there is neither one nor a fallback. */
  public Optional<T> find() {
    return Optional.ofNullable(given);
  }

  /**
   * The value of a setting that has a fallback.
   *
   * @throws java.util.NoSuchElementException when it has neither
   */
  public T value() {
    return find().orElseThrow();
  }

  /** The same, overridden on the command line; unchanged when the command line gives none. */
  public Setting<T> overriddenBy(@Nullable T value, String name) {
    return value == null ? this : new Setting<>(option, value, new Source.CommandLine(name));
  }

  /** The value for people; credentials in an address are left out. */
  public String shown() {
    if (source instanceof Source.BuiltIn || given == null) {
      return option.fallbackShown();
    }
    String text = String.valueOf(given);
    if (!option.secret()) {
      return text;
    }
    String without = CREDENTIALS.matcher(text).replaceAll("://****@");
    return PARAMETER.matcher(without).replaceAll("$1****");
  }
}
