package dev.muster.core.pipeline;

import dev.muster.config.text.DidYouMean;
import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepId;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which steps the user wants; what is left out counts as done.
 *
 * @param from this step and all that depend on it, directly or not; null for all
 * @param only just these; empty for all
 * @param skip not these
 * @param others steps that are left out for reasons of their own, by id
 */
public record StepSelection(
    @Nullable String from, List<String> only, List<String> skip, Map<String, String> others) {

  /** All steps. */
  public static final StepSelection ALL = new StepSelection(null, List.of(), List.of());

  public StepSelection {
    only = List.copyOf(only);
    skip = List.copyOf(skip);
    others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
  }

  /** What a command line says. */
  public StepSelection(@Nullable String from, List<String> only, List<String> skip) {
    this(from, only, skip, Map.of());
  }

  /**
   * Why steps are left out, by id; those that are wanted are not in it.
   *
   * @throws ProblemsException NOT_FOUND naming all that are no steps
   */
  public Map<StepId, String> leftOut(Pipeline pipeline) {
    require(pipeline);
    Set<StepId> following = new HashSet<>();
    Map<StepId, String> reasons = new LinkedHashMap<>();
    for (Step step : pipeline.steps()) {
      String id = step.id().value();
      if (id.equals(from) || step.dependsOn().stream().anyMatch(following::contains)) {
        following.add(step.id());
      }
      reason(id, following.contains(step.id())).ifPresent(why -> reasons.put(step.id(), why));
    }
    return reasons;
  }

  private Optional<String> reason(String id, boolean follows) {
    if (skip.contains(id)) {
      return Optional.of("--skip " + id);
    }
    if (!only.isEmpty() && !only.contains(id)) {
      return Optional.of("not in --only");
    }
    if (from != null && !follows) {
      return Optional.of("not behind --from " + from);
    }
    return Optional.ofNullable(others.get(id));
  }

  private void require(Pipeline pipeline) {
    List<String> ids = pipeline.steps().stream().map(step -> step.id().value()).toList();
    List<Problem> problems = new ArrayList<>();
    Stream.of(from == null ? List.<String>of() : List.of(from), only, skip)
        .flatMap(List::stream)
        .distinct()
        .filter(named -> !ids.contains(named))
        .forEach(
            named ->
                problems.add(
                    Problem.of(
                        "there is no step " + named + " in pipeline " + pipeline.name(),
                        DidYouMean.nearest(named, ids)
                            .map(near -> "did you mean " + near + "?")
                            .orElse("muster pipeline plan " + pipeline.file()))));
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.NOT_FOUND, problems);
    }
  }
}
