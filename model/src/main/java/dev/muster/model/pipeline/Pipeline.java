package dev.muster.model.pipeline;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Steps in an order in which they can be run: a step depends on earlier ones only.
 *
 * @param name for people
 * @param file where it is written, absolute
 * @param folder the working folder of its steps, absolute
 * @param form how it is written
 * @param general the general configuration, an INI file; null when there is none
 * @param steps at least one
 */
public record Pipeline(
    String name, Path file, Path folder, Form form, @Nullable Path general, List<Step> steps) {

  /** More steps are refused. */
  public static final int MOST_STEPS = 1000;

  /** How a pipeline is written. */
  public enum Form {
    /** Muster's own form. */
    NATIVE,
    /** As multimno's orchestrator reads it. */
    MULTIMNO
  }

  public Pipeline {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || steps.size() > MOST_STEPS) {
      throw new IllegalArgumentException(
          "a pipeline has 1 to " + MOST_STEPS + " steps, not " + steps.size());
    }
    Set<StepId> before = new LinkedHashSet<>();
    for (Step step : steps) {
      if (!before.containsAll(step.dependsOn())) {
        throw new IllegalArgumentException(
            "step " + step.id() + " depends on " + step.dependsOn() + ", after " + before);
      }
      if (!before.add(step.id())) {
        throw new IllegalArgumentException("step " + step.id() + " is there twice");
      }
    }
  }
}
