package dev.muster.model.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step of a pipeline.
 *
 * @param id its name
 * @param work what it does
 * @param dependsOn steps that have to end before it
 * @param condition when it is run after they have
 * @param timeout after which an attempt is ended; null for none
 * @param retries how often it is run again when it failed; never for exit code 2
 * @param environment variables that it gets beside those of Muster
 * @param configuration files that it reads: it is run again when one of them has changed
 * @param inputs declared paths, globs among them; relative ones start at the working folder
 * @param outputs declared paths; a step without any is never taken as done before
 */
public record Step(
    StepId id,
    StepWork work,
    List<StepId> dependsOn,
    StepCondition condition,
    @Nullable Duration timeout,
    int retries,
    Map<String, String> environment,
    List<Path> configuration,
    List<String> inputs,
    List<String> outputs) {

  public Step {
    dependsOn = List.copyOf(dependsOn);
    environment = Map.copyOf(environment);
    configuration = List.copyOf(configuration);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Begins to describe a step. */
  public static Builder builder(StepId id, StepWork work) {
    return new Builder(id, work);
  }

  /** Describes a step; what is not said has the usual value. */
  public static final class Builder {
    private final StepId id;
    private final StepWork work;
    private List<StepId> dependsOn = List.of();
    private StepCondition condition = StepCondition.SUCCESS;
    private @Nullable Duration timeout;
    private int retries;
    private Map<String, String> environment = new LinkedHashMap<>();
    private List<Path> configuration = List.of();
    private List<String> inputs = List.of();
    private List<String> outputs = List.of();

    private Builder(StepId id, StepWork work) {
      this.id = Objects.requireNonNull(id);
      this.work = Objects.requireNonNull(work);
    }

    public Builder dependsOn(List<StepId> steps) {
      dependsOn = steps;
      return this;
    }

    public Builder condition(StepCondition value) {
      condition = value;
      return this;
    }

    public Builder timeout(@Nullable Duration value) {
      timeout = value;
      return this;
    }

    public Builder retries(int value) {
      retries = value;
      return this;
    }

    public Builder environment(Map<String, String> values) {
      environment = values;
      return this;
    }

    public Builder configuration(List<Path> files) {
      configuration = files;
      return this;
    }

    public Builder inputs(List<String> paths) {
      inputs = paths;
      return this;
    }

    public Builder outputs(List<String> paths) {
      outputs = paths;
      return this;
    }

    public Step build() {
      return new Step(
          id,
          work,
          dependsOn,
          condition,
          timeout,
          retries,
          environment,
          configuration,
          inputs,
          outputs);
    }
  }
}
