package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.FleetListener;
import dev.muster.spi.fleet.HostFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.forward.ExplicitPortForwardingTracker;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.jspecify.annotations.Nullable;

/** One connection to each host, made when it is needed and again when it broke. */
final class Connections implements AutoCloseable {

  // A host behind a host behind a host; more is a circle in the configuration.
  private static final int MOST_JUMPS = 8;

  private final FleetAccess access;
  private final HostResolver resolver;
  private final FleetListener listener;
  private final KeyFiles files = new KeyFiles();
  private final Map<Place, Slot> slots = new ConcurrentHashMap<>();
  private @Nullable SshClient client;
  private boolean closed;

  /** A host and the way to it. */
  private record Place(HostAddress host, @Nullable List<HostAddress> jumps) {}

  private static final class Slot {
    final ReentrantLock lock = new ReentrantLock();
    volatile @Nullable ClientSession session;
  }

  Connections(FleetAccess access, HostResolver resolver, FleetListener listener) {
    this.access = access;
    this.resolver = resolver;
    this.listener = listener;
  }

  /** A session with a host, logged in. */
  ClientSession session(HostAddress host, Deadline deadline)
      throws HostFaultException, InterruptedException {
    return session(new Place(host, null), deadline, 0);
  }

  /** Whether a session with a host is there, so that the next command costs no login. */
  boolean has(HostAddress host) {
    Slot slot = slots.get(new Place(host, null));
    ClientSession session = slot == null ? null : slot.session;
    return session != null && session.isOpen();
  }

  private ClientSession session(Place place, Deadline deadline, int depth)
      throws HostFaultException, InterruptedException {
    Slot slot = slots.computeIfAbsent(place, key -> new Slot());
    if (!slot.lock.tryLock(deadline.millis(), TimeUnit.MILLISECONDS)) {
      throw timeout("it was not connected within " + deadline);
    }
    try {
      ClientSession open = slot.session;
      if (open != null && open.isOpen()) {
        return open;
      }
      ClientSession made = connect(place, deadline, depth);
      slot.session = made;
      return made;
    } finally {
      slot.lock.unlock();
    }
  }

  private ClientSession connect(Place place, Deadline deadline, int depth)
      throws HostFaultException, InterruptedException {
    if (depth > MOST_JUMPS) {
      throw unreachable("it is behind more than " + MOST_JUMPS + " jump hosts", "see ProxyJump");
    }
    HostAddress host = place.host();
    HostSettings settings = depth == 0 ? resolver.resolve(host) : resolver.resolveJump(host);
    List<HostAddress> jumps = place.jumps() == null ? settings.jumps() : place.jumps();
    boolean agentToo = settings.agent() != null;
    // A key that the user named is offered before those of an agent, which may hold many.
    boolean keyFirst =
        agentToo
            && access.key() != null
            && settings.keys().stream().anyMatch(file -> !files.load(file).keys().isEmpty());
    try {
      return login(host, settings, jumps, agentToo && !keyFirst, deadline, depth);
    } catch (HostFaultException e) {
      if (keyFirst && e.failure().kind() == HostFailure.Kind.AUTHENTICATION) {
        return login(host, settings, jumps, true, deadline, depth);
      }
      throw e;
    }
  }

  private ClientSession login(
      HostAddress host,
      HostSettings settings,
      List<HostAddress> jumps,
      boolean agent,
      Deadline deadline,
      int depth)
      throws HostFaultException, InterruptedException {
    Attempt attempt = new Attempt(host, settings, files, access.hostKeys(), listener, agent);
    Way way = way(settings, jumps, deadline, depth);
    ClientSession session = null;
    boolean done = false;
    try {
      session = connect(way, attempt, deadline);
      session.auth().verify(deadline.millis(access.connectTimeout()));
      session.addCloseFutureListener(future -> way.close());
      done = true;
      return session;
    } catch (InterruptedIOException e) {
      InterruptedException interrupted = new InterruptedException();
      interrupted.initCause(e);
      throw interrupted;
    } catch (IOException | RuntimeException e) {
      throw new HostFaultException(
          Faults.connecting(e, attempt, session != null, deadline, access.connectTimeout()));
    } finally {
      if (!done) {
        way.close();
        if (session != null) {
          session.close(true);
        }
      }
    }
  }

  /** Tries its addresses in the order in which the resolver gives them. */
  private ClientSession connect(Way way, Attempt attempt, Deadline deadline) throws IOException {
    IOException failure = null;
    for (InetSocketAddress address : way.addresses()) {
      try {
        return client()
            .connect(
                attempt.settings().user(),
                address,
                AttributeRepository.ofKeyValuePair(Attempt.KEY, attempt),
                null)
            .verify(deadline.millis(access.connectTimeout()))
            .getSession();
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
    throw failure == null ? new IOException("it has no address") : failure;
  }

  /** Where to connect to: the host itself, or a port here that leads through its last jump host. */
  private record Way(
      List<InetSocketAddress> addresses, @Nullable ExplicitPortForwardingTracker tracker) {
    void close() {
      if (tracker != null) {
        try {
          tracker.close();
        } catch (IOException e) {
          // The jump host went before.
        }
      }
    }
  }

  private Way way(HostSettings settings, List<HostAddress> jumps, Deadline deadline, int depth)
      throws HostFaultException, InterruptedException {
    if (jumps.isEmpty()) {
      return new Way(addresses(settings), null);
    }
    HostAddress last = jumps.get(jumps.size() - 1);
    List<HostAddress> before = jumps.subList(0, jumps.size() - 1);
    try {
      ClientSession jump =
          session(
              new Place(last, before.isEmpty() ? null : List.copyOf(before)), deadline, depth + 1);
      ExplicitPortForwardingTracker tracker =
          jump.createLocalPortForwardingTracker(
              new SshdSocketAddress("127.0.0.1", 0),
              new SshdSocketAddress(settings.name(), settings.port()));
      int port = tracker.getBoundAddress().getPort();
      return new Way(
          List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)), tracker);
    } catch (HostFaultException e) {
      HostFailure failure = e.failure();
      throw new HostFaultException(
          failure.kind(), "its jump host " + last + ": " + failure.message(), failure.hint());
    } catch (IOException e) {
      throw unreachable("its jump host " + last + " does not pass it on: " + e.getMessage(), null);
    }
  }

  /** The addresses of a host's name, one at least. */
  static List<InetSocketAddress> addresses(HostSettings settings) throws HostFaultException {
    try {
      return Stream.of(InetAddress.getAllByName(settings.name()))
          .map(address -> new InetSocketAddress(address, settings.port()))
          .toList();
    } catch (UnknownHostException e) {
      throw unreachable(
          "no address is known for " + settings.name(),
          "see the spelling, or give it a HostName in ~/.ssh/config");
    }
  }

  private synchronized SshClient client() {
    if (closed) {
      throw new IllegalStateException("the fleet is closed");
    }
    SshClient made = client;
    if (made == null) {
      made = SshClients.start(access);
      client = made;
    }
    return made;
  }

  private static HostFaultException unreachable(String message, @Nullable String hint) {
    return new HostFaultException(HostFailure.Kind.UNREACHABLE, message, hint);
  }

  private static HostFaultException timeout(String message) {
    return new HostFaultException(HostFailure.Kind.TIMEOUT, message, null);
  }

  @Override
  public void close() {
    SshClient open;
    synchronized (this) {
      closed = true;
      open = client;
      client = null;
    }
    if (open != null) {
      open.stop();
    }
  }
}
