package dev.muster.core.run;

import dev.muster.core.plan.Selection;
import dev.muster.spi.engine.EngineOptions;
import dev.muster.spi.python.PythonEnvironments.PipOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A wish to run a project.
 *
 * @param selection which inputs
 * @param rounds whole rounds ({@code -r}); 1 or more
 * @param fresh run all tasks, whatever ran before; implied by several rounds
 * @param workers tasks at once, 1 or more
 * @param failFast stop at the first final failure
 * @param pip where requirements come from
 * @param grace how long running tasks may go on after the first Ctrl-C
 * @param logBytes kept of what a task prints
 * @param inputCache bytes of fetched inputs that may stay after the run
 * @param engine what runs the tasks
 * @param variables values of variables of the project's configuration, by name
 * @param command the command line that says the same, with absolute paths
 */
public record MapRequest(
    Selection selection,
    int rounds,
    boolean fresh,
    int workers,
    boolean failFast,
    PipOptions pip,
    Duration grace,
    long logBytes,
    long inputCache,
    EngineOptions engine,
    Map<String, String> variables,
    List<String> command) {

  public MapRequest {
    variables = Map.copyOf(variables);
    command = List.copyOf(command);
    if (rounds < 1 || workers < 1) {
      throw new IllegalArgumentException("rounds and workers are 1 or more");
    }
  }
}
