package dev.muster.attempts;

import dev.muster.model.Entrypoint;
import dev.muster.model.Project;
import dev.muster.protocol.WorkerProcess;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import org.jspecify.annotations.Nullable;

/** What to say when no worker becomes ready. */
public final class StartFailures {

  private StartFailures() {}

  /** The entrypoint is not imported in time. */
  public static MusterException overdue(Project project) {
    return new MusterException(
        ErrorKind.INVALID,
        "the entrypoint of " + project.name() + " is not imported within 5m",
        "look for what waits at the top level of the module");
  }

  /**
   * Workers die before their first task again and again.
   *
   * @param python the interpreter
   * @param text how the last one died
   * @param detail what it printed
   */
  public static MusterException cannotStart(
      Project project, String python, String text, @Nullable String detail) {
    String module =
        project.entrypoint() instanceof Entrypoint.PythonFunction function
            ? function.module()
            : "sys";
    return new MusterException(
        ErrorKind.INVALID,
        WorkerProcess.withDetail("no worker can be started: " + text, detail),
        "in the project folder: " + python + " -c 'import " + module + "'");
  }
}
