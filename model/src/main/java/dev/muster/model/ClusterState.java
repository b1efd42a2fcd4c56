package dev.muster.model;

/** Where a cluster stands, as the ledger knows; how its hosts are now only they can say. */
public enum ClusterState {
  /** Its hosts are being prepared; the same command goes on where another stopped. */
  CREATING,
  /** Its hosts are prepared, or those that could be. */
  READY,
  /** Its services were stopped by the user. */
  STOPPED,
  /** It is being taken down; the same command goes on where another stopped. */
  DELETING,
  /** Nothing of it is left; kept as history, and its name is free. */
  DELETED;

  /**
   * The pure state machine of a cluster.
   *
   * @throws IllegalStateException when the event cannot happen in this state; names both
   */
  public ClusterState on(ClusterEvent event) {
    ClusterState next =
        switch (event) {
          case PREPARED -> this == CREATING ? READY : null;
          case STOPPED -> this == READY || this == STOPPED ? STOPPED : null;
          case STARTED -> this == READY || this == STOPPED ? READY : null;
          case KILL -> this == DELETED ? null : DELETING;
          case GONE -> this == DELETING ? DELETED : null;
        };
    if (next == null) {
      throw new IllegalStateException("a cluster that is " + this + " cannot take " + event);
    }
    return next;
  }
}
