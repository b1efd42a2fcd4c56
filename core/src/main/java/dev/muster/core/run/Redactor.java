package dev.muster.core.run;

import dev.muster.config.project.GismoForm;
import dev.muster.model.Project;
import dev.muster.protocol.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Replaces the values of secrets in whatever people or the ledger will see. */
public final class Redactor {

  /** Variables whose values are secrets, whether a project names them or not. */
  private static final Set<String> WELL_KNOWN =
      Set.of("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "MUSTER_LEDGER_PASSWORD", "PGPASSWORD");

  private static final String MASK = "***";

  /** Shorter values are words that stand everywhere. */
  private static final int SHORTEST = 4;

  /** The same for variables that the project does not name: "test" is a popular key of servers. */
  private static final int SHORTEST_UNNAMED = 8;

  private final List<String> values;

  private Redactor(Collection<String> secrets) {
    values =
        secrets.stream()
            .filter(value -> value.length() >= SHORTEST)
            .flatMap(value -> Stream.of(value, escaped(value)))
            .distinct()
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
  }

  /**
   * The variables whose values nobody may see, of those that are set: what the project calls
   * secret, the keys that the gismo form hands to its entrypoint, and the well-known ones.
   */
  public static List<String> names(Project project, Map<String, String> environment) {
    Set<String> unnamed = new TreeSet<>(WELL_KNOWN);
    if (project.form() == Project.Form.GISMO) {
      unnamed.addAll(GismoForm.WANTED_SECRETS);
    }
    unnamed.removeIf(name -> environment.getOrDefault(name, "").length() < SHORTEST_UNNAMED);
    Set<String> names = new LinkedHashSet<>(project.secrets());
    names.addAll(unnamed);
    names.retainAll(environment.keySet());
    return List.copyOf(names);
  }

  /** The same for those that a pipeline calls secret. */
  public static List<String> names(Collection<String> secrets, Map<String, String> environment) {
    Set<String> names = new TreeSet<>(WELL_KNOWN);
    names.removeIf(name -> environment.getOrDefault(name, "").length() < SHORTEST_UNNAMED);
    names.addAll(secrets);
    names.retainAll(environment.keySet());
    return List.copyOf(names);
  }

  /** Of the values that these variables have in an environment. */
  public static Redactor of(Collection<String> names, Map<String, String> environment) {
    return new Redactor(names.stream().map(environment::get).filter(Objects::nonNull).toList());
  }

  /** As it stands in a JSON text. */
  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** The text without secrets. */
  public String redact(String text) {
    String redacted = text;
    for (String value : values) {
      if (redacted.contains(value)) {
        redacted = redacted.replace(value, MASK);
      }
    }
    return redacted;
  }

  /** The same for a JSON text: what is left is JSON, too. */
  public String redactJson(String json) {
    for (String value : values) {
      if (json.contains(value)) {
        return Json.write(redactValue(Json.parse(json)));
      }
    }
    return json;
  }

  private @Nullable Object redactValue(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> redacted = new LinkedHashMap<>();
      map.forEach((name, item) -> redacted.put(redact(String.valueOf(name)), redactValue(item)));
      return redacted;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> redacted = new ArrayList<>();
      list.forEach(item -> redacted.add(redactValue(item)));
      return redacted;
    }
    if (value instanceof String text) {
      return redact(text);
    }
    String text = String.valueOf(value);
    return value instanceof Number && !redact(text).equals(text) ? redact(text) : value;
  }

  /** The same for a text that may not be there. */
  public @Nullable String redactOptional(@Nullable String text) {
    return text == null ? null : redact(text);
  }
}
