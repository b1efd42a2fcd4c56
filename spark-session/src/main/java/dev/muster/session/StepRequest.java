package dev.muster.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step as Muster asks for it.
 *
 * <pre>
 * {"step":"clean","main":"org.x.Clean","application":"/a/app.jar","args":["…"],"log":"/r/clean/log","end":"/r/clean/end.json",
 * "settings":{"spark.app.name":"clean"},"keep":false}</pre>
 *
 * <p>{@code application} is the jar of {@code main}, or a Python file when there is no {@code
 * main}; {@code settings} are Spark's for this step; {@code keep} lets a context that the step
 * leaves open go on to the next one.
 */
final class StepRequest {

  final String step;
  final @Nullable String main;
  final Path application;
  final List<String> args;
  final Path log;
  final Path end;
  final Map<String, String> settings;
  final boolean keep;

  private StepRequest(Map<String, @Nullable Object> fields) {
    step = text(fields.get("step"));
    Object named = fields.get("main");
    main = named == null ? null : text(named);
    application = Path.of(text(fields.get("application")));
    args = texts(fields.get("args"));
    log = Path.of(text(fields.get("log")));
    end = Path.of(text(fields.get("end")));
    settings = new LinkedHashMap<>();
    Object given = fields.get("settings");
    if (given instanceof Map) {
      ((Map<?, ?>) given).forEach((key, value) -> settings.put(text(key), text(value)));
    }
    keep = Boolean.TRUE.equals(fields.get("keep"));
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when something is missing
   */
  static StepRequest of(Map<String, @Nullable Object> fields) {
    return new StepRequest(fields);
  }

  /** What the step's classes are loaded from; none for a Python file. */
  List<Path> jars() {
    return main == null ? List.of() : List.of(application);
  }

  private static String text(@Nullable Object value) {
    if (value instanceof String) {
      return (String) value;
    }
    throw new IllegalArgumentException("not a text: " + value);
  }

  private static List<String> texts(@Nullable Object value) {
    if (!(value instanceof List)) {
      throw new IllegalArgumentException("not a list: " + value);
    }
    List<String> texts = new ArrayList<>();
    ((List<?>) value).forEach(each -> texts.add(text(each)));
    return texts;
  }
}
