package dev.muster.core.run;

import dev.muster.model.Fact;
import dev.muster.model.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The variables that a project was read with are facts of its run: it is read so again. */
final class RunVariables {

  private static final String NAME = "variable";

  private RunVariables() {}

  static List<Fact> facts(Map<String, String> variables) {
    return new TreeMap<>(variables)
        .entrySet().stream()
            .map(each -> new Fact(NAME, each.getKey() + ":" + each.getValue()))
            .toList();
  }

  static Map<String, String> of(Run run) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Fact fact : run.environment()) {
      int colon = fact.value().indexOf(':');
      if (fact.name().equals(NAME) && colon > 0) {
        variables.put(fact.value().substring(0, colon), fact.value().substring(colon + 1));
      }
    }
    return variables;
  }
}
