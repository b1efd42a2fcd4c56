package dev.muster.attempts;

import dev.muster.model.Entrypoint;
import dev.muster.model.Project;
import dev.muster.protocol.ConfigureMessage;
import dev.muster.spi.engine.EngineJob;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the workers of a run are told first. */
public final class WorkerConfiguration {

  private WorkerConfiguration() {}

  /** All but the worker's number and its folders. */
  public static ConfigureMessage of(EngineJob job) {
    Project project = job.project();
    Set<String> params = new LinkedHashSet<>();
    project.params().forEach(combination -> params.addAll(combination.values().keySet()));
    return message(project.entrypoint())
        .limits(job.limits().logBytes(), job.limits().inlineResult(), job.limits().maxResult())
        .memoryLimit(project.memoryLimit())
        .params(List.copyOf(params))
        .secrets(job.secrets());
  }

  private static ConfigureMessage message(Entrypoint entrypoint) {
    if (entrypoint instanceof Entrypoint.PythonFunction python) {
      boolean gismo =
          switch (python.signature()) {
            case GISMO -> true;
            case KEYWORDS -> false;
          };
      return ConfigureMessage.function(python.module(), python.function(), gismo);
    }
    Entrypoint.Command command = (Entrypoint.Command) entrypoint;
    return ConfigureMessage.command(command.argv(), command.resultFile());
  }
}
