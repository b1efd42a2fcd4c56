package dev.muster.spi.fleet;

/** Opens fleets. */
@FunctionalInterface
public interface FleetFactory {

  /**
   * Opens a fleet. Connects to nothing yet.
   *
   * @throws dev.muster.spi.MusterException INVALID or NOT_FOUND when the key, the known hosts or
   *     the SSH configuration cannot be used
   */
  Fleet open(FleetAccess access, FleetListener listener);

  /** Opens a fleet that tells nobody of new host keys. */
  default Fleet open(FleetAccess access) {
    return open(access, FleetListener.NONE);
  }
}
