package dev.muster.config.schema;

import dev.muster.config.text.Problems;
import dev.muster.config.yaml.YamlValue;
import java.util.Optional;

/**
 * What the value of an option is.
 *
 * @param name for the reference: {@code time span}
 * @param expected for messages: {@code a time span such as 5m}
 * @param example as it is written in the file
 * @param shape what it looks like, for JSON Schemas
 * @param reader reads a value, or notes what is wrong with it
 */
public record OptionType<T>(
    String name, String expected, String example, Shape shape, Reader<T> reader) {

  /** Reads a value. */
  @FunctionalInterface
  public interface Reader<T> {

    /**
     * Reads the value of a key; empty after noting what is wrong with it.
     *
     * @param key the whole key, for messages
     */
    Optional<T> read(OptionType<T> type, String key, YamlValue value, Problems problems);
  }

  /** Reads the value of a key; empty after noting what is wrong with it. */
  public Optional<T> read(String key, YamlValue value, Problems problems) {
    return reader.read(this, key, value, problems);
  }

  /** Notes that a value is of another type. */
  void refuse(String key, YamlValue value, Problems problems) {
    problems.add(
        value.line(),
        key + ": " + expected + " is expected, not " + value.shown(),
        "for instance  " + key + ": " + example);
  }
}
