package dev.muster.spi.fleet;

import dev.muster.model.HostAddress;

/** Hears copies. Called from several threads; must be quick and must not throw. */
public interface CopyListener {

  /** Hears nothing. */
  CopyListener NONE = new CopyListener() {};

  /**
   * Bytes have arrived at a host, or from it. At most some times a second for each host.
   *
   * @param position of the host in the list of hosts
   * @param bytes of those that must travel
   * @param total that must travel
   */
  default void progress(HostAddress host, int position, long bytes, long total) {}

  /** Something that the user may want to know: a host was gone round, a copy is tried again. */
  default void note(HostAddress host, String message) {}

  /** A host is done. */
  default void ended(int position, CopyResult result) {}
}
