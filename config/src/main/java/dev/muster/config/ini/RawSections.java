package dev.muster.config.ini;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values of several files as they are written: those of a later file stand over the others. */
final class RawSections {

  private final Map<String, Map<String, RawValue>> sections = new LinkedHashMap<>();

  RawSections() {
    sections.put(Ini.DEFAULT, new LinkedHashMap<>());
  }

  /** Puts a file over what is there. */
  void add(Map<String, Map<String, RawValue>> file) {
    file.forEach(
        (section, values) ->
            sections.computeIfAbsent(section, name -> new LinkedHashMap<>()).putAll(values));
  }

  /** The names of all sections, in the order in which they were met, without DEFAULT. */
  List<String> sections() {
    return sections.keySet().stream().filter(name -> !name.equals(Ini.DEFAULT)).toList();
  }

  boolean has(String section) {
    return sections.containsKey(section);
  }

  /** The keys of a section: first those that DEFAULT gives to all of them, then its own. */
  Set<String> keys(String section) {
    Set<String> keys = new LinkedHashSet<>(of(Ini.DEFAULT).keySet());
    keys.addAll(of(section).keySet());
    return keys;
  }

  /** The value of a key of a section, or that of DEFAULT; none when there is no such section. */
  Optional<RawValue> find(String section, String key) {
    if (!has(section)) {
      return Optional.empty();
    }
    RawValue own = of(section).get(key);
    return Optional.ofNullable(own == null ? of(Ini.DEFAULT).get(key) : own);
  }

  /** Whether the value is the section's own. */
  boolean isOwn(String section, String key) {
    return of(section).containsKey(key);
  }

  private Map<String, RawValue> of(String section) {
    return sections.getOrDefault(section, Map.of());
  }
}
