package dev.muster.cli;

import dev.muster.core.query.RunCatalog;
import dev.muster.model.Run;
import dev.muster.model.TaskResult;
import dev.muster.model.TaskState;
import dev.muster.spi.ledger.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code muster tasks status RUN [TASK…]}. */
@Command(name = "status")
final class TasksStatusCommand extends RunCommand {

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "TASK",
      description = "Numbers of tasks (default: those at work).")
  List<Integer> tasks = new ArrayList<>();

  TasksStatusCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Run shown = run();
    RunCatalog catalog = catalog();
    boolean alive = catalog.owner(shown.id()) != null;
    Set<Integer> running =
        alive
            ? catalog.running(shown.id()).stream()
                .map(Tasks.Running::ordinal)
                .collect(Collectors.toSet())
            : Set.of();
    Console console = console();
    Table table = TaskFacts.table();
    for (int ordinal : tasks.isEmpty() ? running.stream().sorted().toList() : tasks) {
      TaskResult task = catalog.task(shown, ordinal);
      boolean atWork = task.state() == TaskState.PENDING && running.contains(ordinal);
      console.json(TaskFacts.of(task, atWork));
      TaskFacts.row(table, task, atWork);
    }
    if (table.isEmpty()) {
      console.say("run " + shown.id() + " is " + shown.state() + "; no task is at work");
    } else {
      console.table(table);
    }
    return ExitCode.DONE.code();
  }
}
