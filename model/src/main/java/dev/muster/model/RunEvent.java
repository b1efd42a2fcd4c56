package dev.muster.model;

/** What happens to a run; see {@link RunState#on}. */
public enum RunEvent {
  RESUMED,
  STOPPED,
  CANCELLED_BY_USER,
  ALL_SUCCEEDED,
  SOME_FAILED,
  DELETED_BY_USER
}
