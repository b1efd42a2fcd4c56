package dev.muster.config.schema;

import dev.muster.config.text.DidYouMean;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Entry;
import dev.muster.config.yaml.YamlValue.Kind;
import dev.muster.config.yaml.YamlValue.Scalar;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** A mapping of a file read against its schema. What is wrong is noted, and reading goes on. */
public final class Section {

  private final String prefix;
  private final int line;
  private final Problems problems;
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, Optional<?>> read = new HashMap<>();

  /**
   * Checks the keys of a mapping: unknown ones, missing ones, aliases.
   *
   * @param prefix stands before keys in messages: empty, or {@code entrypoint.}
   */
  public Section(Schema schema, YamlValue.Mapping mapping, String prefix, Problems problems) {
    this.prefix = prefix;
    this.line = mapping.line();
    this.problems = problems;
    for (Entry entry : mapping.entries()) {
      schema
          .find(entry.key())
          .ifPresentOrElse(option -> take(option, entry), () -> unknown(schema, entry));
    }
    for (Option<?> option : schema.options()) {
      requirePresent(option);
    }
  }

  /** The value given, else the fallback; empty when there is neither or the value is wrong. */
  public <T> Optional<T> find(Option<T> option) {
    Entry entry = entries.get(option.key());
    if (entry == null || isNothing(entry)) {
      return Optional.ofNullable(option.fallback());
    }
    // Asked twice, what is wrong is noted once.
    @SuppressWarnings("unchecked")
    Optional<T> value =
        (Optional<T>)
            read.computeIfAbsent(
                option.key(), key -> option.type().read(prefix + key, entry.value(), problems));
    return value.isPresent() ? value : Optional.ofNullable(option.fallback());
  }

  /**
   * The value given, else the fallback, also when the value is wrong.
   *
   * @throws NoSuchElementException when the option was declared without a fallback
   */
  public <T> T value(Option<T> option) {
    return find(option).orElseThrow();
  }

  /** Tells whether a value is given. */
  public boolean has(Option<?> option) {
    Entry entry = entries.get(option.key());
    return entry != null && !isNothing(entry);
  }

  /** The line of an option, or of the whole where it is not given. */
  public int line(Option<?> option) {
    Entry entry = entries.get(option.key());
    return entry == null ? line : entry.line();
  }

  /** The key of an option as messages name it. */
  public String name(Option<?> option) {
    return prefix + option.key();
  }

  private void take(Option<?> option, Entry entry) {
    Entry other = entries.putIfAbsent(option.key(), entry);
    if (other != null) {
      problems.add(
          entry.line(),
          other.key() + " and " + entry.key() + " are two spellings of one key",
          "keep " + option.key());
    } else if (!entry.key().equals(option.key())) {
      problems.warn(
          entry.line(),
          prefix + entry.key() + " is read as " + option.key(),
          "the right spelling is " + option.key());
    }
  }

  private void unknown(Schema schema, Entry entry) {
    String hint =
        DidYouMean.nearest(entry.key(), schema.keys())
            .map(near -> "did you mean " + near + "?")
            .orElse("known are " + String.join(", ", schema.keys()));
    problems.add(entry.line(), "unknown key " + Quoted.of(prefix + entry.key()), hint);
  }

  private void requirePresent(Option<?> option) {
    Entry entry = entries.get(option.key());
    String example = "for instance  " + prefix + option.key() + ": " + option.type().example();
    switch (option.presence()) {
      case OPTIONAL -> {}
      case REQUIRED -> {
        if (entry == null) {
          problems.add(line, "the key " + prefix + option.key() + " is missing", example);
        } else if (isNothing(entry)) {
          problems.add(entry.line(), "the key " + prefix + option.key() + " has no value", example);
        }
      }
      case REQUIRED_KEY -> {
        if (entry == null) {
          problems.add(line, "the key " + prefix + option.key() + " is missing", example);
        }
      }
    }
  }

  private static boolean isNothing(Entry entry) {
    return entry.value() instanceof Scalar scalar && scalar.kind() == Kind.NULL;
  }
}
