package dev.muster.model;

/** What a node is for. */
public enum NodeRole {
  /** Runs the masters of services and the drivers of jobs. */
  HEAD,
  /** Runs workers. */
  WORKER,
  /** Is only gone through to reach others. */
  BASTION
}
