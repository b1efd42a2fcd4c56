package dev.muster.cli;

import dev.muster.model.Request;
import dev.muster.model.Run;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code muster tasks revoke RUN TASK…}. */
@Command(name = "revoke")
final class TasksRevokeCommand extends RunCommand {

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "TASK",
      description = "Numbers of tasks, as muster runs tasks shows them.")
  List<Integer> tasks = new ArrayList<>();

  TasksRevokeCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Run owner = run();
    tasks.forEach(ordinal -> catalog().task(owner, ordinal));
    Console console = console();
    for (int ordinal : tasks) {
      String answer =
          catalog()
              .ask(
                  owner,
                  Request.Kind.REVOKE,
                  ordinal,
                  TasksPingCommand.PATIENCE,
                  context().control());
      console.json(Console.object("run", owner.id().value(), "task", ordinal, "answer", answer));
      console.print("task " + ordinal + ": " + answer);
    }
    return ExitCode.DONE.code();
  }
}
