package dev.muster.model;

/** Where a node stands, as the ledger knows; whether it lives only it can say. */
public enum NodeState {
  /** In the cluster's list; its preparation has not ended. */
  NEW,
  /** Prepared. */
  READY,
  /** Could not be prepared; the others went on without it. */
  FAILED,
  /** Gets no new work and is about to leave. */
  DRAINING,
  /** Has left; its number is not used again. */
  REMOVED
}
