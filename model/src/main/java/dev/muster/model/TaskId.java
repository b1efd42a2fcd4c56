package dev.muster.model;

/**
 * One task of one run.
 *
 * @param run the run
 * @param ordinal the task's place in the plan order of its run, from 0
 */
public record TaskId(RunId run, int ordinal) {

  public TaskId {
    if (ordinal < 0) {
      throw new IllegalArgumentException("a task's ordinal is 0 or more, not " + ordinal);
    }
  }

  @Override
  public String toString() {
    return run + "/" + ordinal;
  }
}
