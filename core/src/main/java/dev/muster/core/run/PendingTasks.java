package dev.muster.core.run;

import dev.muster.core.plan.Plan;
import dev.muster.model.Task;
import dev.muster.spi.ledger.Tasks;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** The tasks that a session of a run has to do: round by round, largest input first. */
final class PendingTasks {

  private final int[] order;
  private final IntFunction<Task> lookup;

  private PendingTasks(int[] order, IntFunction<Task> lookup) {
    this.order = order;
    this.lookup = lookup;
  }

  /** All tasks of a plan that are not cached. */
  static PendingTasks of(Plan plan) {
    return new PendingTasks(plan.order(), plan::task);
  }

  /** What an interrupted run left. */
  static PendingTasks of(List<Tasks.Planned> left) {
    Map<Integer, Task> tasks = new HashMap<>();
    left.forEach(planned -> tasks.put(planned.task().ordinal(), planned.task()));
    int[] order =
        tasks.values().stream()
            .sorted(
                Comparator.comparingInt(Task::round)
                    .thenComparing(task -> -task.input().size())
                    .thenComparing(Task::ordinal))
            .mapToInt(Task::ordinal)
            .toArray();
    return new PendingTasks(
        order,
        ordinal -> {
          Task task = tasks.get(ordinal);
          if (task == null) {
            throw new IllegalArgumentException("task " + ordinal + " is not pending");
          }
          return task;
        });
  }

  int size() {
    return order.length;
  }

  /** The ordinal of the task at a place of the order. */
  int ordinalAt(int place) {
    return order[place];
  }

  /** A task by its ordinal. */
  Task task(int ordinal) {
    return lookup.apply(ordinal);
  }
}
