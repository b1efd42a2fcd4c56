package dev.muster.spark;

import dev.muster.protocol.ProtocolException;
import dev.muster.protocol.spool.Packet;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The executor's side of a connection to the driver. What must be kept is numbered, held until it
 * is acknowledged, and sent again over a new connection when the old one is lost. Used by one
 * thread; what the driver asks for comes from another.
 */
final class Link implements AutoCloseable {

  /** How long a driver may be out of reach before Spark is told that this task has failed. */
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

  private static final long PAUSE_MILLIS = 500;
  private static final int UNHEARD_MILLIS = 3 * ResultServer.TICK_SECONDS * 1000;

  /** Held at most while the driver has not acknowledged it: packets and bytes. */
  private static final int MAX_HELD = 256;

  private static final long MAX_HELD_BYTES = 8L << 20;

  private final DriverAddress address;
  private final Consumer<Packet> asked;
  private final Deque<Packet> held = new ArrayDeque<>();
  private @Nullable SealedChannel channel;
  private @Nullable Packet reply;
  private long heldBytes;
  private long lastSeq;
  private volatile long behind;
  private boolean closed;

  /**
   * @param asked hears, from another thread, that an attempt is to end
   */
  Link(DriverAddress address, Consumer<Packet> asked) {
    this.address = address;
    this.asked = asked;
  }

  /** Asks and waits for the answer, over a new connection if the old one is lost. */
  Packet ask(Packet question) throws IOException, InterruptedException {
    while (true) {
      SealedChannel open = connected();
      synchronized (this) {
        reply = null;
      }
      if (sent(open, question)) {
        synchronized (this) {
          while (reply == null && channel == open) {
            wait();
          }
          Packet answer = reply;
          if (answer != null) {
            return answer;
          }
        }
      }
    }
  }

  /** Sends what is to be kept; waits only while much is not acknowledged. */
  void keep(Packet packet) throws IOException, InterruptedException {
    SealedChannel open = connected();
    Packet numbered;
    while (true) {
      synchronized (this) {
        if (held.size() < MAX_HELD && heldBytes < MAX_HELD_BYTES) {
          numbered = packet.with("seq", ++lastSeq);
          held.add(numbered);
          heldBytes += packet.data().length;
          open = channel;
          break;
        }
        wait(PAUSE_MILLIS);
      }
      connected();
    }
    if (open != null) {
      sent(open, numbered); // else it goes with the next connection
    }
  }

  /** Waits until all is acknowledged. */
  void flush() throws IOException, InterruptedException {
    while (true) {
      synchronized (this) {
        if (held.isEmpty()) {
          return;
        }
      }
      connected();
      synchronized (this) {
        if (!held.isEmpty()) {
          wait(PAUSE_MILLIS);
        }
      }
    }
  }

  /** Forgets what was not acknowledged. */
  synchronized void forget() {
    held.clear();
    heldBytes = 0;
  }

  private boolean sent(SealedChannel open, Packet packet) {
    try {
      open.send(packet);
      return true;
    } catch (IOException e) {
      lost(open);
      return false;
    }
  }

  private synchronized void lost(SealedChannel old) {
    old.close();
    if (channel == old) {
      channel = null;
    }
    notifyAll();
  }

  /** The connection; made anew when there is none, and what was held is sent over it. */
  private SealedChannel connected() throws IOException, InterruptedException {
    long since = System.nanoTime();
    while (true) {
      synchronized (this) {
        if (closed) {
          throw new IOException("the executor ends");
        }
        if (channel != null) {
          return channel;
        }
      }
      try {
        return connect();
      } catch (ProtocolException e) {
        throw e;
      } catch (IOException e) {
        if (System.nanoTime() - since > PATIENCE_NANOS) {
          throw new IOException("the driver of run " + address + " is out of reach", e);
        }
        synchronized (this) {
          wait(PAUSE_MILLIS);
        }
      }
    }
  }

  private SealedChannel connect() throws IOException {
    SealedChannel open = SealedChannel.connect(address.host, address.port, address.token());
    try {
      long asked = Failed.micros(Instant.now());
      open.send(Packet.of("hello", address.run));
      Packet welcome = open.receive();
      if (welcome == null || !welcome.is("welcome")) {
        throw new IOException("the driver has hung up");
      }
      long answered = Failed.micros(Instant.now());
      behind = welcome.number("now") - (asked + answered) / 2;
      open.patience(UNHEARD_MILLIS);
      Deque<Packet> again;
      synchronized (this) {
        again = new ArrayDeque<>(held);
      }
      ResultServer.daemon(() -> listen(open), "muster-link").start();
      for (Packet packet : again) {
        open.send(packet);
      }
      synchronized (this) {
        channel = open;
      }
      return open;
    } catch (IOException | RuntimeException e) {
      open.close();
      throw e;
    }
  }

  private void listen(SealedChannel open) {
    try {
      Packet packet = open.receive();
      while (packet != null) {
        hear(packet);
        packet = open.receive();
      }
    } catch (IOException e) {
      // a new connection is made
    }
    lost(open);
  }

  private void hear(Packet packet) throws IOException {
    if (packet.is("ack")) {
      acknowledged(packet.number("ack"));
    } else if (packet.is("end")) {
      asked.accept(packet);
    } else if (!packet.is("tick")) {
      synchronized (this) {
        reply = packet;
        notifyAll();
      }
    }
  }

  private synchronized void acknowledged(long seq) throws IOException {
    var packets = held.iterator();
    while (packets.hasNext()) {
      Packet packet = packets.next();
      if (packet.number("seq") == seq) {
        packets.remove();
        heldBytes -= packet.data().length;
        break;
      }
    }
    notifyAll();
  }

  /** Microseconds by which this machine's clock is behind the driver's, as last seen. */
  long behind() {
    return behind;
  }

  /** The address by which the driver sees this machine. */
  String localAddress() throws IOException, InterruptedException {
    return connected().localAddress();
  }

  @Override
  public void close() {
    SealedChannel open;
    synchronized (this) {
      closed = true;
      open = channel;
      channel = null;
      notifyAll();
    }
    if (open != null) {
      open.close();
    }
  }
}
