package dev.muster.reports.text;

import dev.muster.model.TaskResult;
import dev.muster.spi.report.RunReport;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Goes through all tasks with a step that may fail. */
public final class TaskWalk {

  private TaskWalk() {}

  /** What is done with a task. */
  @FunctionalInterface
  public interface Step {
    void accept(TaskResult task) throws IOException;
  }

  /**
   * Goes through all tasks in plan order.
   *
   * @throws IOException that the step threw
   */
  public static void forEach(RunReport report, Step step) throws IOException {
    try {
      report.forEachTask(
          task -> {
            try {
              step.accept(task);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
