package dev.muster.reports.html;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link Template} is filled with: texts, markup and lists of more slots, by name. */
final class Slots {

  private final Map<String, Object> values = new HashMap<>();

  /** A text; is escaped. */
  Slots text(String name, String value) {
    values.put(name, value);
    return this;
  }

  /** A number with thousands apart. */
  Slots number(String name, long value) {
    return text(name, Numbers.text(value));
  }

  /** Markup; goes in as it is. */
  Slots html(String name, Html value) {
    values.put(name, value);
    return this;
  }

  /** A section that appears once for each element. */
  Slots list(String name, List<Slots> value) {
    values.put(name, List.copyOf(value));
    return this;
  }

  /** A section that appears or not. */
  Slots when(String name, boolean shown) {
    return list(name, shown ? List.of(new Slots()) : List.of());
  }

  @Nullable Object find(String name) {
    return values.get(name);
  }
}
