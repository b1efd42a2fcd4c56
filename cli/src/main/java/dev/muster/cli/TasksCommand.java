package dev.muster.cli;

import picocli.CommandLine.Command;

/** {@code muster tasks}. */
@Command(name = "tasks", synopsisSubcommandLabel = "COMMAND")
final class TasksCommand extends CommandGroup {
  TasksCommand(CliContext context) {
    super(context);
  }
}
