package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.Tunnel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How programs on hosts are started and spoken to; one host at a time. */
interface Transport extends AutoCloseable {

  /** Where a command of a batch stands. */
  record Position(HostAddress host, int host0, int command) {}

  /** Runs a command; tells the listener of the end too. */
  HostResult run(Position at, RemoteCommand command, Deadline deadline, ExecListener listener);

  /**
   * Starts a Python program of ours.
   *
   * @param many whether many bytes are to come
   * @return empty when the host has no Python 3
   */
  Optional<RemoteProcess> python(HostAddress host, String program, boolean many, Deadline deadline)
      throws HostFaultException, InterruptedException;

  /** The name or address by which other hosts may reach it; empty when nobody knows one. */
  Optional<String> address(HostAddress host);

  /** Of a long list the hosts that nobody answers for, by position. */
  Map<Integer, HostFailure> unreachable(List<HostAddress> hosts);

  /** As {@link dev.muster.spi.fleet.Fleet#tunnel}. */
  Tunnel tunnel(HostAddress host, String remoteHost, int remotePort, int localPort);

  /** As {@link dev.muster.spi.fleet.Fleet#shell}. */
  int shell(HostAddress host, List<String> argv) throws InterruptedException;

  /** Closes connections and ends what runs over them. */
  @Override
  void close();
}
