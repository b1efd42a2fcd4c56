package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.Tunnel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Hosts of two kinds: those that are this machine, and those that are reached by SSH. */
final class RoutedTransport implements Transport {

  private final Set<HostAddress> local;
  private final Transport here;
  private final Supplier<Transport> opener;
  private @Nullable Transport ssh;

  /**
   * @param opener asked when the first host over SSH is needed: a cluster of this machine does not
   *     look at the user's SSH
   */
  RoutedTransport(Set<HostAddress> local, Transport here, Supplier<Transport> opener) {
    this.local = Set.copyOf(local);
    this.here = here;
    this.opener = opener;
  }

  private Transport to(HostAddress host) {
    return local.contains(host) ? here : ssh();
  }

  private synchronized Transport ssh() {
    Transport open = ssh;
    if (open == null) {
      open = opener.get();
      ssh = open;
    }
    return open;
  }

  @Override
  public HostResult run(
      Position at, RemoteCommand command, Deadline deadline, ExecListener listener) {
    return to(at.host()).run(at, command, deadline, listener);
  }

  @Override
  public Optional<RemoteProcess> python(
      HostAddress host, String program, boolean many, Deadline deadline)
      throws HostFaultException, InterruptedException {
    return to(host).python(host, program, many, deadline);
  }

  @Override
  public Optional<String> address(HostAddress host) {
    return to(host).address(host);
  }

  @Override
  public Map<Integer, HostFailure> unreachable(List<HostAddress> hosts) {
    List<Integer> positions =
        IntStream.range(0, hosts.size())
            .filter(i -> !local.contains(hosts.get(i)))
            .boxed()
            .toList();
    if (positions.isEmpty()) {
      return Map.of();
    }
    Map<Integer, HostFailure> failures = new HashMap<>();
    ssh()
        .unreachable(positions.stream().map(hosts::get).toList())
        .forEach((i, failure) -> failures.put(positions.get(i), failure));
    return failures;
  }

  @Override
  public Tunnel tunnel(HostAddress host, String remoteHost, int remotePort, int localPort) {
    return to(host).tunnel(host, remoteHost, remotePort, localPort);
  }

  @Override
  public int shell(HostAddress host, List<String> argv) throws InterruptedException {
    return to(host).shell(host, argv);
  }

  @Override
  public synchronized void close() {
    here.close();
    if (ssh != null) {
      ssh.close();
    }
  }
}
