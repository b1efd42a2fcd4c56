package dev.muster.reports.text;

import dev.muster.model.Task;

/** What a task is called where people read it. */
public final class TaskName {

  private TaskName() {}

  /** The file, then the column where there is one, then parameters and round where they tell. */
  public static String of(Task task) {
    StringBuilder name = new StringBuilder(task.input().key());
    if (task.column() != null) {
      name.append('/').append(task.column());
    }
    if (!task.params().values().isEmpty()) {
      name.append(' ').append(task.params().values());
    }
    if (task.round() > 1) {
      name.append(" round ").append(task.round());
    }
    return name.toString();
  }
}
