package dev.muster.cli;

import dev.muster.core.query.RunCatalog;
import dev.muster.model.Run;
import dev.muster.model.TaskResult;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster runs logs RUN [TASK…]}. */
@Command(name = "logs")
final class RunsLogsCommand extends RunCommand {

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "TASK",
      description = "Numbers of tasks, as muster runs tasks shows them (default: all).")
  List<Integer> tasks = new ArrayList<>();

  @Option(names = "--failed", description = "Only of tasks that failed.")
  boolean failed;

  RunsLogsCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Run shown = run();
    RunCatalog catalog = catalog();
    Console console = console();
    int[] count = {0};
    if (tasks.isEmpty()) {
      catalog.tasks(
          shown,
          task ->
              task.outcome() != null
                  && (!failed || task.outcome().failure() != null)
                  && (task.outcome().log() != null || task.outcome().failure() != null),
          Integer.MAX_VALUE,
          task -> {
            TaskLogView.print(console, task, catalog.findLog(shown, task));
            count[0]++;
          });
    } else {
      for (int ordinal : tasks) {
        TaskResult task = catalog.task(shown, ordinal);
        TaskLogView.print(console, task, catalog.findLog(shown, task));
        count[0]++;
      }
    }
    if (count[0] == 0) {
      console.say("no task of run " + shown.id() + " printed anything");
    }
    return ExitCode.DONE.code();
  }
}
