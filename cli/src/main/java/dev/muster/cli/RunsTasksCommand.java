package dev.muster.cli;

import dev.muster.core.query.RunCatalog;
import dev.muster.model.Run;
import dev.muster.model.TaskState;
import dev.muster.spi.ledger.Tasks;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster runs tasks RUN}. */
@Command(name = "tasks")
final class RunsTasksCommand extends RunCommand {

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only tasks that are pending, succeeded, failed or revoked.")
  @Nullable String state;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  int limit = 100;

  RunsTasksCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    TaskState wanted = wanted();
    if (limit < 1) {
      throw usage("--limit takes 1 or more, not " + limit);
    }
    Run shown = run();
    RunCatalog catalog = catalog();
    Set<Integer> running =
        catalog.running(shown.id()).stream()
            .map(Tasks.Running::ordinal)
            .collect(Collectors.toSet());
    Console console = console();
    Table table = TaskFacts.table();
    catalog.tasks(
        shown,
        task -> wanted == null || task.state() == wanted,
        limit,
        task -> {
          boolean atWork =
              task.state() == TaskState.PENDING && running.contains(task.task().ordinal());
          console.json(TaskFacts.of(task, atWork));
          TaskFacts.row(table, task, atWork);
        });
    console.table(table);
    if (shown.total() > limit) {
      console.say("at most " + limit + " are shown; --limit " + shown.total() + " shows all");
    }
    return ExitCode.DONE.code();
  }

  private @Nullable TaskState wanted() {
    String text = state;
    if (text == null) {
      return null;
    }
    return Arrays.stream(TaskState.values())
        .filter(known -> known.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> usage("--state is pending, succeeded, failed or revoked, not " + text));
  }
}
