package dev.muster.model;

/** What can happen to a cluster. */
public enum ClusterEvent {
  /** Its hosts, or those that could be, are prepared. */
  PREPARED,
  /** The user stopped its services. */
  STOPPED,
  /** The user started its services again. */
  STARTED,
  /** The user wants it gone. */
  KILL,
  /** Nothing of it is left. */
  GONE
}
