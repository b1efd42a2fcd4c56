package dev.muster.config.cluster;

import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.config.yaml.YamlValue.Scalar;
import dev.muster.config.yaml.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of a file as JSON has them: text, Long, Double, Boolean, null, list, map. */
final class PlainValues {

  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,300}\\.[0-9]{1,300}");

  private PlainValues() {}

  /** The value; a number in a form that JSON does not have stays a text. */
  static @Nullable Object of(YamlValue value) {
    if (value instanceof Sequence sequence) {
      List<@Nullable Object> items = new ArrayList<>();
      sequence.items().forEach(item -> items.add(of(item)));
      return Collections.unmodifiableList(items);
    }
    if (value instanceof Mapping mapping) {
      Map<String, @Nullable Object> entries = new LinkedHashMap<>();
      mapping.entries().forEach(entry -> entries.put(entry.key(), of(entry.value())));
      return Collections.unmodifiableMap(entries);
    }
    return scalar((Scalar) value);
  }

  private static @Nullable Object scalar(Scalar scalar) {
    String text = scalar.text();
    return switch (scalar.kind()) {
      case NULL -> null;
      case BOOLEAN -> scalar.isTrue();
      case WHOLE_NUMBER -> WHOLE.matcher(text).matches() ? (Object) Long.valueOf(text) : text;
      case NUMBER -> DECIMAL.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
      case TEXT -> text;
    };
  }
}
