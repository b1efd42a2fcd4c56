package dev.muster.spi.fleet;

import dev.muster.model.HostAddress;
import java.nio.file.Path;

/** Hears what the user should know of connections. Called from several threads; must be quick. */
public interface FleetListener {

  /** Hears nothing. */
  FleetListener NONE = new FleetListener() {};

  /**
   * The key of a host that was not known has been written to the known hosts.
   *
   * @param host whose
   * @param type for instance {@code ssh-ed25519}
   * @param fingerprint {@code SHA256:…}, as OpenSSH shows it
   * @param file where it was written
   */
  default void hostKeyAccepted(HostAddress host, String type, String fingerprint, Path file) {}
}
