package dev.muster.config.yaml;

import dev.muster.config.text.Quoted;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A value of a YAML file that knows the line it begins in, from 1; 0 when it is in no file. */
public sealed interface YamlValue {

  /** The line it begins in. */
  int line();

  /** What it is, for messages: {@code the number 3}, {@code a list}. */
  String shown();

  /**
   * One value.
   *
   * @param text as it is written, without quotes
   * @param kind what YAML 1.1 takes it for, as Python's yaml does
   */
  record Scalar(String text, Kind kind, int line) implements YamlValue {

    private static final Set<String> TRUE = Set.of("true", "yes", "on", "1");

    /** Tells whether it is one of the words for true. */
    public boolean isTrue() {
      return TRUE.contains(text.toLowerCase(Locale.ROOT));
    }

    @Override
    public String shown() {
      return kind == Kind.NULL ? "nothing" : kind.shown + Quoted.of(text);
    }
  }

  /** Values in order. */
  record Sequence(List<YamlValue> items, int line) implements YamlValue {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String shown() {
      return "a list of " + items.size();
    }
  }

  /** Keys with values, in order, each key once. */
  record Mapping(List<Entry> entries, int line) implements YamlValue {
    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The entry of a key. */
    public Optional<Entry> find(String key) {
      return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    @Override
    public String shown() {
      return "a mapping (" + entries.size() + " keys)";
    }
  }

  /**
   * A key with its value.
   *
   * @param line the line of the key
   */
  record Entry(String key, YamlValue value, int line) {}

  /** What a scalar is taken for when it has no quotes. */
  enum Kind {
    TEXT("the text "),
    WHOLE_NUMBER("the number "),
    NUMBER("the number "),
    BOOLEAN("the boolean "),
    NULL("");

    private final String shown;

    Kind(String shown) {
      this.shown = shown;
    }
  }
}
