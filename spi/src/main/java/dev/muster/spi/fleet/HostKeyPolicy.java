package dev.muster.spi.fleet;

/** What to do with the key of a host that is not among the known hosts. */
public enum HostKeyPolicy {
  /** It is refused. */
  STRICT,
  /**
   * It is written to the known hosts and {@link FleetListener#hostKeyAccepted} is told. A key that
   * has changed or is revoked is refused all the same.
   */
  ACCEPT_NEW
}
