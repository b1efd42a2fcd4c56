package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.BatchResult;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.FileParts;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.Tunnel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.IntFunction;

/** A fleet over whatever reaches its hosts. */
final class TransportFleet implements Fleet {

  private final FleetAccess access;
  private final Transport transport;
  private final ExecutorService threads;
  private final FanOut fanOut;
  private final Copies copies;

  /**
   * @param threads of the fleet's own; ended with it
   */
  TransportFleet(FleetAccess access, Transport transport, ExecutorService threads) {
    this.access = access;
    this.transport = transport;
    this.threads = threads;
    this.fanOut = new FanOut(threads, access.parallel());
    this.copies = new Copies(transport, threads, access.parallel());
  }

  @Override
  public List<HostResult> exec(
      List<HostAddress> hosts, RemoteCommand command, Duration deadline, ExecListener listener) {
    Map<Integer, HostFailure> unreachable = transport.unreachable(hosts);
    IntFunction<HostResult> cancelled =
        i -> failed(hosts, i, 0, Faults.cancelled(), Duration.ZERO, listener);
    return fanOut.run(
        hosts.size(),
        i -> {
          HostFailure failure = unreachable.get(i);
          return failure != null
              ? failed(hosts, i, 0, failure, access.connectTimeout(), listener)
              : transport.run(
                  new Transport.Position(hosts.get(i), i, 0),
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
    Map<Integer, HostFailure> unreachable = transport.unreachable(hosts);
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
          transport.run(
              new Transport.Position(host, position, command),
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

  @Override
  public List<CopyResult> put(
      List<HostAddress> hosts,
      Path local,
      String remote,
      CopyOptions options,
      CopyListener listener) {
    return copies.put(hosts, transport.unreachable(hosts), local, remote, options, listener);
  }

  @Override
  public List<CopyResult> put(
      List<HostAddress> hosts,
      FileParts files,
      String remote,
      CopyOptions options,
      CopyListener listener) {
    return copies.put(hosts, transport.unreachable(hosts), files, remote, options, listener);
  }

  @Override
  public List<CopyResult> get(
      List<HostAddress> hosts,
      String remote,
      String local,
      CopyOptions options,
      CopyListener listener) {
    return copies.get(hosts, transport.unreachable(hosts), remote, local, options, listener);
  }

  @Override
  public Tunnel tunnel(HostAddress host, String remoteHost, int remotePort, int localPort) {
    return transport.tunnel(host, remoteHost, remotePort, localPort);
  }

  @Override
  public int shell(HostAddress host, List<String> argv) throws InterruptedException {
    return transport.shell(host, argv);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    transport.close();
  }
}
