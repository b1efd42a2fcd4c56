package dev.muster.testkit.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.BatchResult;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.FileParts;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteStream;
import dev.muster.spi.fleet.Tunnel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * A fleet without a network, for as many hosts as a test likes: every command ends well at once,
 * and says what the test lets a host say.
 */
public final class AnsweringFleet implements Fleet {

  private final Function<HostAddress, String> answer;
  private final AtomicLong commands = new AtomicLong();

  /**
   * @param answer what a host prints for any command
   */
  public AnsweringFleet(Function<HostAddress, String> answer) {
    this.answer = answer;
  }

  /** Commands that hosts were given so far. */
  public long commands() {
    return commands.get();
  }

  @Override
  public List<HostResult> exec(
      List<HostAddress> hosts, RemoteCommand command, Duration deadline, ExecListener listener) {
    List<HostResult> results = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      commands.incrementAndGet();
      byte[] said = answer.apply(hosts.get(i)).getBytes(StandardCharsets.UTF_8);
      listener.output(hosts.get(i), i, 0, RemoteStream.OUT, said);
      HostResult result = new HostResult(hosts.get(i), 0, null, Duration.ZERO);
      listener.ended(i, 0, result);
      results.add(result);
    }
    return results;
  }

  @Override
  public List<BatchResult> batch(
      List<HostAddress> hosts,
      List<RemoteCommand> commands,
      boolean keepGoing,
      Duration deadline,
      ExecListener listener) {
    throw new UnsupportedOperationException("batch");
  }

  @Override
  public List<CopyResult> put(
      List<HostAddress> hosts,
      Path local,
      String remote,
      CopyOptions options,
      CopyListener listener) {
    throw new UnsupportedOperationException("put");
  }

  @Override
  public List<CopyResult> put(
      List<HostAddress> hosts,
      FileParts files,
      String remote,
      CopyOptions options,
      CopyListener listener) {
    throw new UnsupportedOperationException("put");
  }

  @Override
  public List<CopyResult> get(
      List<HostAddress> hosts,
      String remote,
      String local,
      CopyOptions options,
      CopyListener listener) {
    throw new UnsupportedOperationException("get");
  }

  @Override
  public Tunnel tunnel(HostAddress host, String remoteHost, int remotePort, int localPort) {
    throw new UnsupportedOperationException("tunnel");
  }

  @Override
  public int shell(HostAddress host, List<String> argv) {
    throw new UnsupportedOperationException("shell");
  }

  @Override
  public void close() {}
}
