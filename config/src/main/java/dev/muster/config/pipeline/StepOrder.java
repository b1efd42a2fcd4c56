package dev.muster.config.pipeline;

import dev.muster.config.text.Problems;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Puts steps in an order in which each follows what it depends on; else as they stand. */
final class StepOrder {

  private StepOrder() {}

  /**
   * The steps in order; those of a cycle are left out after noting it.
   *
   * @param steps with ids of their own, which depend on each other only
   * @param lines of the steps, for messages
   */
  static List<Step> of(List<Step> steps, Map<StepId, Integer> lines, Problems problems) {
    Map<StepId, Step> left = new LinkedHashMap<>();
    steps.forEach(step -> left.put(step.id(), step));
    List<Step> order = new ArrayList<>();
    boolean moved = true;
    while (moved && !left.isEmpty()) {
      moved = false;
      for (Step step : List.copyOf(left.values())) {
        if (step.dependsOn().stream().noneMatch(left::containsKey)) {
          order.add(step);
          left.remove(step.id());
          moved = true;
        }
      }
    }
    if (!left.isEmpty()) {
      List<StepId> cycle = cycle(left);
      problems.add(
          lines.getOrDefault(cycle.get(0), 0),
          "steps wait for each other: "
              + cycle.stream().map(StepId::value).collect(Collectors.joining(" → ")),
          "remove one of these from depends_on");
    }
    return order;
  }

  /** One cycle: a walk along what is waited for comes back to where it has been. */
  private static List<StepId> cycle(Map<StepId, Step> left) {
    Map<StepId, Integer> seen = new HashMap<>();
    List<StepId> walk = new ArrayList<>();
    StepId at = left.keySet().iterator().next();
    while (!seen.containsKey(at)) {
      seen.put(at, walk.size());
      walk.add(at);
      at =
          Objects.requireNonNull(left.get(at)).dependsOn().stream()
              .filter(left::containsKey)
              .findFirst()
              .orElse(at);
    }
    List<StepId> cycle = new ArrayList<>(walk.subList(seen.getOrDefault(at, 0), walk.size()));
    cycle.add(at);
    return cycle;
  }
}
