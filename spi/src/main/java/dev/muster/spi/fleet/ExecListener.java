package dev.muster.spi.fleet;

import dev.muster.model.HostAddress;

/**
 * Hears commands on hosts. Called from several threads, but for one command on one host by one at a
 * time. A slow listener slows hosts down, nothing is dropped. Must not throw.
 */
public interface ExecListener {

  /** Hears nothing. */
  ExecListener NONE = new ExecListener() {};

  /**
   * A command wrote something. Bytes come as they come: neither lines nor characters are whole
   * ({@link LineSplitter} makes lines of them).
   *
   * @param host which
   * @param position of the host in the list of hosts
   * @param command its position in a batch, else 0
   * @param stream where it wrote
   * @param bytes the listener's to keep
   */
  default void output(
      HostAddress host, int position, int command, RemoteStream stream, byte[] bytes) {}

  /**
   * A command has ended on a host, or could not be run there.
   *
   * @param position of the host in the list of hosts
   * @param command its position in a batch, else 0
   */
  default void ended(int position, int command, HostResult result) {}
}
