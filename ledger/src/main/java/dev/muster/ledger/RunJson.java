package dev.muster.ledger;

import dev.muster.model.Fact;
import dev.muster.model.Failure;
import dev.muster.model.FailureKind;
import dev.muster.model.Params;
import dev.muster.model.pipeline.Cause;
import dev.muster.protocol.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values that stand in one column as JSON, because nobody searches in them. */
final class RunJson {

  private RunJson() {}

  static String command(List<String> command) {
    return Json.write(command);
  }

  static List<String> command(String json) {
    return list(json).stream().map(String::valueOf).toList();
  }

  static String facts(List<Fact> facts) {
    return Json.write(facts.stream().map(fact -> List.of(fact.name(), fact.value())).toList());
  }

  static List<Fact> facts(String json) {
    return list(json).stream()
        .map(each -> (List<?>) Objects.requireNonNull(each))
        .map(pair -> new Fact(String.valueOf(pair.get(0)), String.valueOf(pair.get(1))))
        .toList();
  }

  static String params(Params params) {
    return Json.write(params.values());
  }

  static Params params(String json) {
    Map<String, Object> values = new LinkedHashMap<>();
    Json.parseObject(json)
        .forEach((name, value) -> values.put(name, Objects.requireNonNull(value)));
    return new Params(values);
  }

  /** Names and texts, by name, so that the same map gives the same text. */
  static String texts(Map<String, String> texts) {
    return Json.write(new TreeMap<>(texts));
  }

  static Map<String, String> texts(String json) {
    Map<String, String> texts = new LinkedHashMap<>();
    Json.parseObject(json).forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return texts;
  }

  static @Nullable String cause(@Nullable Cause cause) {
    return cause == null
        ? null
        : Json.write(List.of(cause.summary(), cause.evidence(), cause.fix()));
  }

  static @Nullable Cause cause(@Nullable String json) {
    if (json == null) {
      return null;
    }
    List<String> parts = command(json);
    return new Cause(parts.get(0), parts.get(1), parts.get(2));
  }

  static String failure(Failure failure) {
    return Json.write(Arrays.asList(failure.kind().name(), failure.message(), failure.detail()));
  }

  static Failure failure(String json) {
    List<@Nullable Object> parts = list(json);
    return new Failure(
        FailureKind.valueOf(String.valueOf(parts.get(0))),
        String.valueOf(parts.get(1)),
        (String) parts.get(2));
  }

  @SuppressWarnings("unchecked")
  private static List<@Nullable Object> list(String json) {
    return (List<@Nullable Object>) Objects.requireNonNull(Json.parse(json));
  }
}
