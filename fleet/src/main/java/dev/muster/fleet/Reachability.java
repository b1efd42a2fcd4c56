package dev.muster.fleet;

import dev.muster.spi.fleet.HostFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Finds the hosts of a long list at which nobody answers. They would take turns from the others: a
 * thousand that drop packets, 32 at once with 10 s each, are five minutes; asked together they are
 * some seconds.
 */
final class Reachability {

  private static final int AT_ONCE = 500;
  private static final int NAMES_AT_ONCE = 64;

  private final ExecutorService threads;
  private final Duration timeout;

  Reachability(ExecutorService threads, Duration timeout) {
    this.threads = threads;
    this.timeout = timeout;
  }

  /**
   * Asks all.
   *
   * @param hosts those that are reached without a jump host, by their position
   * @return why, by position, for those that cannot be reached; leaves the thread interrupted and
   *     is incomplete when it is interrupted
   */
  Map<Integer, HostFailure> unreachable(Map<Integer, HostSettings> hosts) {
    Map<Integer, HostFailure> failures = new HashMap<>();
    Deque<Target> waiting = new ArrayDeque<>();
    List<Map.Entry<Integer, HostSettings>> entries = List.copyOf(hosts.entrySet());
    List<Object> addresses =
        new FanOut(threads, NAMES_AT_ONCE)
            .run(entries.size(), i -> address(entries.get(i).getValue()), i -> "");
    for (int i = 0; i < entries.size(); i++) {
      if (addresses.get(i) instanceof InetSocketAddress address) {
        waiting.add(new Target(entries.get(i).getKey(), address));
      } else if (addresses.get(i) instanceof HostFailure failure) {
        failures.put(entries.get(i).getKey(), failure);
      }
    }
    try (Selector selector = Selector.open()) {
      while (!waiting.isEmpty() && !Thread.currentThread().isInterrupted()) {
        ask(selector, waiting, failures);
      }
    } catch (IOException e) {
      // Without sockets of our own to spare, each host is found out when its turn comes.
    }
    return failures;
  }

  private record Target(int position, InetSocketAddress address) {}

  // The one address of a name, or why it has none. With several, its turn tries each.
  private static Object address(HostSettings settings) {
    try {
      List<InetSocketAddress> addresses = Connections.addresses(settings);
      return addresses.size() == 1 ? addresses.get(0) : "";
    } catch (HostFaultException e) {
      return e.failure();
    }
  }

  private void ask(Selector selector, Deque<Target> waiting, Map<Integer, HostFailure> failures)
      throws IOException {
    for (int i = 0; i < AT_ONCE && !waiting.isEmpty(); i++) {
      connect(selector, waiting.remove(), failures);
    }
    long end = System.nanoTime() + timeout.toNanos();
    while (!selector.keys().isEmpty() && !Thread.currentThread().isInterrupted()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        break;
      }
      selector.select(left);
      for (SelectionKey key : selector.selectedKeys()) {
        advance(key, failures);
      }
      selector.selectedKeys().clear();
      selector.selectNow();
    }
    for (SelectionKey key : selector.keys()) {
      Target target = (Target) key.attachment();
      if (key.isValid() && !Thread.currentThread().isInterrupted()) {
        failures.put(
            target.position(), failure(target, "no answer from %s within " + Spans.text(timeout)));
      }
      key.channel().close();
    }
    selector.selectNow();
  }

  private static void connect(Selector selector, Target target, Map<Integer, HostFailure> failures)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      boolean connected = channel.connect(target.address());
      channel.register(
          selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, target);
    } catch (IOException e) {
      channel.close();
      failures.put(target.position(), failure(target, "there is no way to %s"));
    }
  }

  // SSH servers speak first: who is connected but says nothing is no host to wait for either.
  private static void advance(SelectionKey key, Map<Integer, HostFailure> failures)
      throws IOException {
    Target target = (Target) key.attachment();
    SocketChannel channel = (SocketChannel) key.channel();
    try {
      if (key.isConnectable()) {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        return;
      }
    } catch (IOException e) {
      failures.put(
          target.position(),
          failure(
              target,
              Faults.text(e).contains("refused")
                  ? "nobody listens at %s"
                  : "there is no way to %s"));
    }
    key.cancel();
    channel.close();
  }

  private static HostFailure failure(Target target, String words) {
    String place = target.address().getHostString() + ", port " + target.address().getPort();
    return new HostFailure(
        HostFailure.Kind.UNREACHABLE,
        words.replace("%s", place),
        "see that it runs and that its address and port are right");
  }
}
