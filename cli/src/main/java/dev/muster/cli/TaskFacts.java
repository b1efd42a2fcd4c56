package dev.muster.cli;

import dev.muster.model.Outcome;
import dev.muster.model.Task;
import dev.muster.model.TaskResult;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A task as JSON and as a row. */
final class TaskFacts {

  private TaskFacts() {}

  static Map<String, @Nullable Object> of(TaskResult task, boolean running) {
    Outcome outcome = task.outcome();
    return Console.object(
        "task", task.task().ordinal(),
        "file", task.task().input().key(),
        "column", task.task().column(),
        "params", task.task().params().values(),
        "round", task.task().round(),
        "state", running ? "RUNNING" : task.state().name(),
        "cached", task.cached(),
        "attempts", outcome == null ? 0 : outcome.attempts(),
        "seconds", outcome == null ? null : seconds(outcome),
        "failure",
            outcome == null || outcome.failure() == null ? null : outcome.failure().message());
  }

  static Table table() {
    return new Table("task", "file", "column", "params", "round", "state", "tries", "s", "failure");
  }

  static void row(Table table, TaskResult task, boolean running) {
    Outcome outcome = task.outcome();
    table.row(
        task.task().ordinal(),
        task.task().input().key(),
        task.task().column() == null ? "" : task.task().column(),
        params(task.task()),
        task.task().round(),
        state(task, running),
        outcome == null ? "" : outcome.attempts(),
        outcome == null ? "" : String.format(Locale.ROOT, "%.3f", seconds(outcome)),
        outcome == null || outcome.failure() == null ? "" : outcome.failure().message());
  }

  /** For instance {@code window=7, unit=celsius}. */
  static String params(Task task) {
    return task.params().values().entrySet().stream()
        .map(param -> param.getKey() + "=" + param.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String state(TaskResult task, boolean running) {
    return running
        ? "running"
        : task.cached() ? "cached" : task.state().name().toLowerCase(Locale.ROOT);
  }

  private static double seconds(Outcome outcome) {
    return Duration.between(outcome.started(), outcome.ended()).toNanos() / 1e9;
  }
}
