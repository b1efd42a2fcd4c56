package dev.muster.config.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of a mapping, in the order of the reference.
 *
 * @param title what the mapping is, for the reference
 * @param options each with a key of its own
 */
public record Schema(String title, List<Option<?>> options) {

  public Schema {
    options = List.copyOf(options);
    Map<String, Option<?>> keys = new LinkedHashMap<>();
    for (Option<?> option : options) {
      if (keys.put(option.key(), option) != null) {
        throw new IllegalArgumentException("the key " + option.key() + " is declared twice");
      }
    }
  }

  /** A schema of some options. */
  public static Schema of(String title, Option<?>... options) {
    return new Schema(title, List.of(options));
  }

  /** The option that a key or an alias means. */
  public Optional<Option<?>> find(String key) {
    return options.stream()
        .<Option<?>>map(option -> option)
        .filter(option -> option.key().equals(key) || option.aliases().contains(key))
        .findFirst();
  }

  /** All keys, without aliases. */
  public List<String> keys() {
    return options.stream().<String>map(Option::key).toList();
  }
}
