package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.BatchResult;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.FleetListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.Tunnel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/** A fleet over connections of MINA SSHD. */
final class SshFleet implements Fleet {

  private final FleetAccess access;
  private final HostResolver resolver;
  private final Connections connections;
  private final ExecutorService threads;
  private final FanOut fanOut;
  private final ExecRun execRun;
  private final Optional<SystemSsh> system;
  private final Copies copies;

  SshFleet(
      FleetAccess access,
      HostResolver resolver,
      FleetListener listener,
      Map<String, String> environment) {
    this.access = access;
    this.resolver = resolver;
    this.connections = new Connections(access, resolver, listener);
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "fleet-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.fanOut = new FanOut(threads, access.parallel());
    this.system = SystemSsh.find(access, resolver, environment);
    this.execRun = new ExecRun(connections, threads);
    this.copies =
        new Copies(
            new RemoteProcesses(connections, resolver, system, threads, access.connectTimeout()),
            execRun,
            threads,
            access.parallel());
  }

  @Override
  public List<HostResult> exec(
      List<HostAddress> hosts, RemoteCommand command, Duration deadline, ExecListener listener) {
    Map<Integer, HostFailure> unreachable = unreachable(hosts);
    IntFunction<HostResult> cancelled =
        i -> failed(hosts, i, 0, Faults.cancelled(), Duration.ZERO, listener);
    return fanOut.run(
        hosts.size(),
        i -> {
          HostFailure failure = unreachable.get(i);
          return failure != null
              ? failed(hosts, i, 0, failure, access.connectTimeout(), listener)
              : execRun.run(
                  new ExecRun.Position(hosts.get(i), i, 0),
                  command,
                  Deadline.in(deadline),
                  listener);
        },
        cancelled);
  }

  @Override
  public List<BatchResult> batch(
      List<HostAddress> hosts,
      List<RemoteCommand> commands,
      boolean keepGoing,
      Duration deadline,
      ExecListener listener) {
    Map<Integer, HostFailure> unreachable = unreachable(hosts);
    return fanOut.run(
        hosts.size(),
        i -> {
          HostFailure failure = unreachable.get(i);
          if (failure != null && !commands.isEmpty()) {
            return new BatchResult(
                hosts.get(i),
                List.of(failed(hosts, i, 0, failure, access.connectTimeout(), listener)));
          }
          return batch(hosts.get(i), i, commands, keepGoing, Deadline.in(deadline), listener);
        },
        i ->
            new BatchResult(
                hosts.get(i),
                List.of(failed(hosts, i, 0, Faults.cancelled(), Duration.ZERO, listener))));
  }

  private BatchResult batch(
      HostAddress host,
      int position,
      List<RemoteCommand> commands,
      boolean keepGoing,
      Deadline deadline,
      ExecListener listener) {
    List<HostResult> results = new ArrayList<>(commands.size());
    for (int command = 0; command < commands.size(); command++) {
      HostResult result =
          execRun.run(
              new ExecRun.Position(host, position, command),
              commands.get(command),
              deadline,
              listener);
      results.add(result);
      if (result.failure() != null || (!keepGoing && !result.succeeded())) {
        break;
      }
    }
    return new BatchResult(host, results);
  }

  private static HostResult failed(
      List<HostAddress> hosts,
      int position,
      int command,
      HostFailure failure,
      Duration duration,
      ExecListener listener) {
    HostResult result = new HostResult(hosts.get(position), null, failure, duration);
    listener.ended(position, command, result);
    return result;
  }

  /** Only of long lists: with few hosts each finds out for itself. */
  private Map<Integer, HostFailure> unreachable(List<HostAddress> hosts) {
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
  public List<CopyResult> put(
      List<HostAddress> hosts,
      Path local,
      String remote,
      CopyOptions options,
      CopyListener listener) {
    return copies.put(hosts, unreachable(hosts), local, remote, options, listener);
  }

  @Override
  public List<CopyResult> get(
      List<HostAddress> hosts,
      String remote,
      String local,
      CopyOptions options,
      CopyListener listener) {
    return copies.get(hosts, unreachable(hosts), remote, local, options, listener);
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
    threads.shutdownNow();
    connections.close();
    system.ifPresent(SystemSsh::close);
  }
}
