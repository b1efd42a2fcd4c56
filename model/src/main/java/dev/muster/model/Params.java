package dev.muster.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a task: names and JSON values (String, Long, Double, Boolean, List, Map), in
 * the order of the project file.
 */
public record Params(Map<String, Object> values) {

  public static final Params NONE = new Params(Map.of());

  public Params {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Written out as in {@link Digest}; mostly one object is compared with itself. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Params params && values.equals(params.values));
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
