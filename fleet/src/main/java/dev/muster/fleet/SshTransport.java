package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.FleetListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.Tunnel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/** Connections of MINA SSHD, and the system's OpenSSH for many bytes. */
final class SshTransport implements Transport {

  private final FleetAccess access;
  private final HostResolver resolver;
  private final Connections connections;
  private final ExecutorService threads;
  private final ExecRun execRun;
  private final Optional<SystemSsh> system;
  private final RemoteProcesses processes;

  SshTransport(
      FleetAccess access,
      HostResolver resolver,
      FleetListener listener,
      Map<String, String> environment,
      ExecutorService threads) {
    this.access = access;
    this.resolver = resolver;
    this.threads = threads;
    connections = new Connections(access, resolver, listener);
    system = SystemSsh.find(access, resolver, environment);
    execRun = new ExecRun(connections, threads);
    processes =
        new RemoteProcesses(connections, resolver, system, threads, access.connectTimeout());
  }

  @Override
  public HostResult run(
      Position at, RemoteCommand command, Deadline deadline, ExecListener listener) {
    return execRun.run(at, command, deadline, listener);
  }

  @Override
  public Optional<RemoteProcess> python(
      HostAddress host, String program, boolean many, Deadline deadline)
      throws HostFaultException, InterruptedException {
    return processes.python(host, program, many, deadline);
  }

  @Override
  public Optional<String> address(HostAddress host) {
    return processes.address(host);
  }

  /** Only of long lists: with few hosts each finds out for itself. */
  @Override
  public Map<Integer, HostFailure> unreachable(List<HostAddress> hosts) {
    if (hosts.size() <= access.parallel()) {
      return Map.of();
    }
    Map<Integer, HostSettings> direct = new TreeMap<>();
    for (int i = 0; i < hosts.size(); i++) {
      try {
        HostSettings settings = resolver.resolve(hosts.get(i));
        if (settings.jumps().isEmpty() && !connections.has(hosts.get(i))) {
          direct.put(i, settings);
        }
      } catch (HostFaultException e) {
        // Its turn will say so.
      }
    }
    return new Reachability(threads, access.connectTimeout()).unreachable(direct);
  }

  @Override
  public Tunnel tunnel(HostAddress host, String remoteHost, int remotePort, int localPort) {
    try {
      ClientSession session =
          connections.session(host, Deadline.in(access.connectTimeout().multipliedBy(2)));
      return new SshTunnel(
          session,
          session.createLocalPortForwardingTracker(
              new SshdSocketAddress("127.0.0.1", localPort),
              new SshdSocketAddress(remoteHost, remotePort)));
    } catch (HostFaultException e) {
      throw e.failure().toException(host.toString());
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "cannot listen at port " + localPort + ": " + Faults.text(e),
          "leave the port out to get one that is free",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Faults.cancelled().toException(host.toString());
    }
  }

  @Override
  public int shell(HostAddress host, List<String> argv) throws InterruptedException {
    return new Shells(connections, resolver, system, access.connectTimeout()).run(host, argv);
  }

  @Override
  public void close() {
    connections.close();
    system.ifPresent(SystemSsh::close);
  }
}
