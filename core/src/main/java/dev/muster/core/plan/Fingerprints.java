package dev.muster.core.plan;

import dev.muster.model.Digest;
import dev.muster.model.Input;
import dev.muster.model.Params;
import dev.muster.model.ProjectName;
import dev.muster.protocol.Json;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who a task is, and what its result depends on: docs/architecture.md, "Task key and fingerprint".
 */
public final class Fingerprints {

  private Fingerprints() {}

  /**
   * The key of a task: the same wherever the project's folder lies.
   *
   * @param params the text that {@link #canonical} makes
   */
  public static Digest key(
      ProjectName project, String input, @Nullable String column, String params, int round) {
    return Digest.of(
        project.value(),
        input,
        column == null ? "file" : "column",
        column == null ? "" : column,
        params,
        Integer.toString(round));
  }

  /** The fingerprint of a task: of its code and of its input's content. */
  public static Digest fingerprint(Digest code, Input input) {
    return Digest.of(code.toString(), input.version());
  }

  /**
   * Parameters as JSON with their names sorted, so that their order in the file does not matter.
   */
  public static String canonical(Params params) {
    return Json.write(sorted(params.values()));
  }

  private static @Nullable Object sorted(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
      map.forEach((name, member) -> sorted.put(String.valueOf(name), sorted(member)));
      return sorted;
    }
    return value;
  }
}
