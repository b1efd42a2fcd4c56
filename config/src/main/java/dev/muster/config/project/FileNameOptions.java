package dev.muster.config.project;

import dev.muster.config.schema.Option;
import dev.muster.config.schema.OptionTypes;
import dev.muster.config.schema.Schema;
import dev.muster.config.schema.Section;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.config.yaml.YamlValue;
import dev.muster.model.ResultFile;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys of {@code filename}, which both forms share: contract 4.2. */
public final class FileNameOptions {

  private static final Map<ResultFile, Option<String>> OPTIONS = options();

  /** The keys of the mapping. */
  public static final Schema SCHEMA =
      Schema.of("filename", OPTIONS.values().toArray(Option<?>[]::new));

  private FileNameOptions() {}

  private static Map<ResultFile, Option<String>> options() {
    Map<ResultFile, Option<String>> options = new EnumMap<>(ResultFile.class);
    for (ResultFile file : ResultFile.values()) {
      options.put(file, option(file));
    }
    return options;
  }

  private static Option<String> option(ResultFile file) {
    return switch (file) {
      case RESULTS -> option("saved_data", file, "What the entrypoint returned.");
      case LOGS -> option("logs_data", file, "One row for each task.");
      case ERRORS -> option("error_data", file, "One row for each task that failed.");
      case PERFORMANCE -> option("performance", file, "The performance table.");
      case GANTT -> option("runtime_gantt_chart", file, "The picture of who did what when.");
    };
  }

  private static Option<String> option(String key, ResultFile file, String description) {
    String name = file.defaultName();
    return Option.of(key, OptionTypes.text("file name", "a file name", name), description)
        .orElse(name, name);
  }

  /** Reads the mapping; names as they are given, defaults left out. */
  static Map<ResultFile, String> read(Optional<YamlValue> value, Problems problems) {
    Map<ResultFile, String> names = new EnumMap<>(ResultFile.class);
    if (value.isEmpty()) {
      return names;
    }
    if (!(value.get() instanceof YamlValue.Mapping mapping)) {
      problems.add(
          value.get().line(),
          "filename: a mapping is expected, not " + value.get().shown(),
          "for instance  filename: {saved_data: results.csv}");
      return names;
    }
    Section section = new Section(SCHEMA, mapping, "filename.", problems);
    Map<String, String> seen = new HashMap<>();
    OPTIONS.forEach(
        (file, option) -> {
          String name = section.value(option);
          String problem = wrong(name, seen.putIfAbsent(name, option.key()));
          if (!problem.isEmpty()) {
            problems.add(
                section.line(option), section.name(option) + ": " + Quoted.of(name) + problem);
          } else if (section.has(option)) {
            names.put(file, name);
          }
        });
    return names;
  }

  private static String wrong(String name, @Nullable String taken) {
    if (taken != null) {
      return " is the name of " + taken + " too";
    }
    if (name.contains("/")
        || name.startsWith(".")
        || name.codePoints().anyMatch(Character::isISOControl)) {
      return " is not a plain file name: no slash, no dot at its start";
    }
    return "";
  }
}
