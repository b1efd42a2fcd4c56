package dev.muster.config.project;

import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Entry;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.config.yaml.YamlValue.Scalar;
import dev.muster.config.yaml.YamlValue.Sequence;
import dev.muster.model.Params;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code params}: constants, and matrices as one combination after the other. */
final class Parameters {

  /** More combinations are refused. */
  static final int MOST = 100_000;

  /** What the entrypoint is told in any case, under these names. */
  static final Set<String> RESERVED =
      Set.of("path", "file", "column", "bucket", "uri", "round", "params", "files");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9_]*)");

  private final Problems problems;

  Parameters(Problems problems) {
    this.problems = problems;
  }

  /** All combinations, at least one; after noting what is wrong, those that could be read. */
  List<Params> read(YamlValue value) {
    if (!(value instanceof Mapping mapping)) {
      problems.add(
          value.line(),
          "params: a mapping is expected, not " + value.shown(),
          "for instance  params: {unit: celsius, window: {matrix: [7, 30]}}");
      return List.of(Params.NONE);
    }
    Map<String, List<Object>> choices = new LinkedHashMap<>();
    for (Entry entry : mapping.entries()) {
      if (isName(entry)) {
        choices.put(entry.key(), choices(entry));
      }
    }
    long combinations = 1;
    for (List<Object> choice : choices.values()) {
      combinations = Math.min(combinations * choice.size(), MOST + 1L);
    }
    if (combinations > MOST) {
      problems.add(
          value.line(), "params: the matrices have more than " + MOST + " combinations", null);
      return List.of(Params.NONE);
    }
    return combinations == 0 ? List.of(Params.NONE) : combine(choices);
  }

  /** The names of the parameters, whatever their values. */
  static List<String> names(YamlValue value) {
    return value instanceof Mapping mapping
        ? mapping.entries().stream().map(Entry::key).toList()
        : List.of();
  }

  private boolean isName(Entry entry) {
    String key = entry.key();
    if (!NAME.matcher(key).matches()) {
      problems.add(
          entry.line(),
          "params: " + Quoted.of(key) + " is no name of a parameter",
          "use letters, digits and _");
      return false;
    }
    if (RESERVED.contains(key)) {
      problems.add(
          entry.line(),
          "params: " + key + " is what Muster itself tells the entrypoint",
          "choose another name");
      return false;
    }
    return true;
  }

  private List<Object> choices(Entry entry) {
    String key = "params." + entry.key();
    Optional<Entry> matrix =
        entry.value() instanceof Mapping mapping ? mapping.find("matrix") : Optional.empty();
    if (matrix.isEmpty()) {
      return constant(key, entry.value()).map(List::of).orElse(List.of());
    }
    if (((Mapping) entry.value()).entries().size() > 1) {
      problems.add(entry.line(), key + ": matrix stands alone", "remove the keys beside it");
    }
    if (!(matrix.get().value() instanceof Sequence values) || values.items().isEmpty()) {
      problems.add(
          matrix.get().line(),
          key + ".matrix: a list with values is expected, not " + matrix.get().value().shown(),
          "for instance  " + entry.key() + ": {matrix: [7, 30]}");
      return List.of();
    }
    List<Object> choices = new ArrayList<>();
    for (YamlValue value : values.items()) {
      constant(key + ".matrix", value).ifPresent(choices::add);
    }
    return choices;
  }

  private Optional<Object> constant(String key, YamlValue value) {
    if (value instanceof Scalar scalar) {
      return scalar(key, scalar);
    }
    if (value instanceof Sequence sequence) {
      List<Object> items = new ArrayList<>();
      sequence.items().forEach(item -> constant(key, item).ifPresent(items::add));
      return Optional.of(items);
    }
    Map<String, Object> items = new LinkedHashMap<>();
    for (Entry entry : ((Mapping) value).entries()) {
      constant(key + "." + entry.key(), entry.value())
          .ifPresent(item -> items.put(entry.key(), item));
    }
    return Optional.of(items);
  }

  private Optional<Object> scalar(String key, Scalar scalar) {
    return switch (scalar.kind()) {
      case TEXT -> Optional.of(scalar.text());
      case BOOLEAN -> Optional.of(scalar.isTrue());
      case WHOLE_NUMBER -> whole(key, scalar);
      case NUMBER -> decimal(key, scalar);
      case NULL -> {
        problems.add(scalar.line(), key + " has no value", "an empty text is \"\"");
        yield Optional.empty();
      }
    };
  }

  private Optional<Object> whole(String key, Scalar scalar) {
    if (DECIMAL.matcher(scalar.text()).matches()) {
      try {
        return Optional.of(Long.parseLong(scalar.text().replace("_", "")));
      } catch (NumberFormatException e) {
        problems.add(
            scalar.line(),
            key + ": " + scalar.text() + " does not fit in 64 bits",
            "put it in quotes to give it as a text");
        return Optional.empty();
      }
    }
    problems.add(
        scalar.line(),
        key
            + ": YAML 1.1 takes "
            + Quoted.of(scalar.text())
            + " for a number in another base than ten",
        "write it as a decimal number, or in quotes to give it as a text");
    return Optional.empty();
  }

  private Optional<Object> decimal(String key, Scalar scalar) {
    try {
      double number = Double.parseDouble(scalar.text().replace("_", ""));
      if (Double.isFinite(number)) {
        return Optional.of(number);
      }
    } catch (NumberFormatException e) {
      // Falls through: infinities, and minutes:seconds, which YAML 1.1 takes for numbers.
    }
    problems.add(
        scalar.line(),
        key + ": " + Quoted.of(scalar.text()) + " is no number that JSON has",
        "put it in quotes to give it as a text");
    return Optional.empty();
  }

  /** Like the digits of a counter: the last one changes first. */
  private static List<Params> combine(Map<String, List<Object>> choices) {
    List<Map<String, Object>> combinations = List.of(Map.of());
    for (Map.Entry<String, List<Object>> choice : choices.entrySet()) {
      List<Map<String, Object>> longer = new ArrayList<>();
      for (Map<String, Object> combination : combinations) {
        for (Object value : choice.getValue()) {
          Map<String, Object> extended = new LinkedHashMap<>(combination);
          extended.put(choice.getKey(), value);
          longer.add(extended);
        }
      }
      combinations = longer;
    }
    return combinations.stream().map(Params::new).toList();
  }
}
