package dev.muster.model;

/** Where a service on a cluster stands, as the ledger knows. */
public enum ServiceState {
  /** Being deployed, or its deployment was broken off. */
  DEPLOYING,
  /** Deployed and started. */
  RUNNING,
  /** Deployed and stopped by the user. */
  STOPPED,
  /** Being taken off. */
  REMOVING
}
