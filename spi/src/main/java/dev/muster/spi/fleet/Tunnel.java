package dev.muster.spi.fleet;

/** A port here that leads to an address seen from a host. */
public interface Tunnel extends AutoCloseable {

  /** The port here, on the loopback address. */
  int localPort();

  /** Whether the connection to the host still lives. */
  boolean isOpen();

  /**
   * Waits until the connection to the host is lost or the tunnel is closed.
   *
   * @throws InterruptedException when the user stops it
   */
  void await() throws InterruptedException;

  /** Frees the port and ends what goes through. */
  @Override
  void close();
}
