package dev.muster.spark;

/** An attempt at a task: which task, and the how manieth. */
final class TaskKey {

  final int task;
  final int attempt;

  TaskKey(int task, int attempt) {
    this.task = task;
    this.attempt = attempt;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TaskKey
        && ((TaskKey) other).task == task
        && ((TaskKey) other).attempt == attempt;
  }

  @Override
  public int hashCode() {
    return task * 31 + attempt;
  }

  @Override
  public String toString() {
    return "task " + task + ", attempt " + attempt;
  }
}
