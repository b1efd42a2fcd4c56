package dev.muster.cli;

import java.util.List;
import java.util.function.Function;

/**
 * All commands by name. Only the one that is called is made: reading the annotations of a command
 * costs milliseconds that {@code muster --version} need not pay.
 */
final class Catalog {

  /** The commands of {@code muster}. */
  static final List<Entry> ROOT =
      List.of(
          Entry.of("demo", "Run the sample project: real weather data, here.", DemoCommand::new),
          Entry.of(
              "map",
              "Apply a project's entrypoint to every file, or every (file, column).",
              MapCommand::new,
              Entry.of(
                  "validate",
                  "Check a project: configuration, inputs, entrypoint.",
                  MapValidateCommand::new)),
          Entry.of("init", "Write a commented starter project.", InitCommand::new),
          Entry.group(
              "runs",
              "Look at runs, resume and delete them.",
              RunsCommand::new,
              Entry.of("list", "List runs, newest first.", RunsListCommand::new),
              Entry.of("show", "Show one run.", RunsShowCommand::new),
              Entry.of("tasks", "List the tasks of a run.", RunsTasksCommand::new),
              Entry.of("report", "Write the result files of a run again.", RunsReportCommand::new),
              Entry.of("logs", "Print what tasks printed.", RunsLogsCommand::new),
              Entry.of("resume", "Go on with an interrupted run.", RunsResumeCommand::new),
              Entry.of("delete", "Delete runs and their results.", RunsDeleteCommand::new)),
          Entry.group(
              "tasks",
              "Ask a run that is at work about its tasks.",
              TasksCommand::new,
              Entry.of(
                  "ping",
                  "Ask whether the run's Muster and workers are alive.",
                  TasksPingCommand::new),
              Entry.of("status", "Show where tasks stand.", TasksStatusCommand::new),
              Entry.of("revoke", "Take tasks out of a run.", TasksRevokeCommand::new)),
          Entry.of("completion", "Print the completion script of a shell.", CompletionCommand::new),
          Entry.hidden("reference", "Print a reference page as Markdown.", ReferenceCommand::new));

  private Catalog() {}

  /**
   * A command.
   *
   * @param name what is typed
   * @param description one line
   * @param maker makes the object that picocli reads
   * @param group whether it does nothing by itself but has subcommands
   * @param hidden whether help leaves it out
   * @param children its subcommands
   */
  record Entry(
      String name,
      String description,
      Function<CliContext, Object> maker,
      boolean group,
      boolean hidden,
      List<Entry> children) {

    static Entry of(
        String name, String description, Function<CliContext, Object> maker, Entry... children) {
      return new Entry(name, description, maker, false, false, List.of(children));
    }

    static Entry group(
        String name, String description, Function<CliContext, Object> maker, Entry... children) {
      return new Entry(name, description, maker, true, false, List.of(children));
    }

    static Entry hidden(String name, String description, Function<CliContext, Object> maker) {
      return new Entry(name, description, maker, false, true, List.of());
    }
  }
}
