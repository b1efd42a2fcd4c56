package dev.muster.core.chain;

import dev.muster.protocol.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a chain is run. The ledger keeps it, so that a run can be taken up with a few words.
 *
 * @param working the current folder, absolute: where relative paths of the form of multimno start
 * @param variables of the command line; they go to every element
 * @param subset inputs or steps, by key, id or place, for every element; empty for what each says
 *     itself
 */
public record ChainRequest(Path working, Map<String, String> variables, List<String> subset) {

  public ChainRequest {
    variables = Map.copyOf(variables);
    subset = List.copyOf(subset);
  }

  /** As JSON. */
  String json() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("working", working.toString());
    all.put("variables", variables);
    all.put("subset", subset);
    return Json.write(all);
  }

  /** Reads what {@link #json} wrote. */
  static ChainRequest parse(String json) {
    Map<String, @Nullable Object> all = Json.parseObject(json);
    Map<String, String> variables = new LinkedHashMap<>();
    if (all.get("variables") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> variables.put(String.valueOf(name), String.valueOf(value)));
    }
    List<String> subset =
        all.get("subset") instanceof List<?> given
            ? given.stream().map(String::valueOf).toList()
            : List.of();
    return new ChainRequest(Path.of(String.valueOf(all.get("working"))), variables, subset);
  }
}
