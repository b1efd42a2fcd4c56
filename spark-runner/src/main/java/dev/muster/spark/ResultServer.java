package dev.muster.spark;

import dev.muster.protocol.spool.Packet;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where executors bring results: a thread for each connection. */
final class ResultServer implements Closeable {

  /** A side that hears nothing for three of these takes the connection for lost. */
  static final int TICK_SECONDS = 20;

  /** Connections of peers that have not shown the token yet. */
  private static final int MAX_STRANGERS = 256;

  private final ServerSocket socket;
  private final byte[] token;
  private final Packet job;
  private final Path folder;
  private final Spool spool;
  private final TaskBook<Session> book;
  private final Meter meter;
  private final StorePlaces places = new StorePlaces();
  private final AtomicInteger nextWorker;
  private final AtomicInteger strangers = new AtomicInteger();
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor ticker;

  ResultServer(
      InetAddress bind, Job job, Path folder, Spool spool, TaskBook<Session> book, Meter meter)
      throws IOException {
    this.token = job.token();
    this.job = job.forExecutors();
    this.folder = folder;
    this.spool = spool;
    this.book = book;
    this.meter = meter;
    nextWorker = new AtomicInteger(job.description().count("first_worker"));
    socket = new ServerSocket();
    socket.bind(new InetSocketAddress(bind, 0), 1024);
    ticker = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "muster-tick"));
    var unused =
        ticker.scheduleWithFixedDelay(
            () -> sessions.forEach(Session::tick), TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    daemon(this::accept, "muster-results").start();
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket caller = socket.accept();
        if (strangers.incrementAndGet() > MAX_STRANGERS) {
          strangers.decrementAndGet();
          caller.close();
        } else {
          daemon(() -> serve(caller), "muster-session").start();
        }
      } catch (IOException e) {
        // closed, or the caller is gone already
      }
    }
  }

  private void serve(Socket caller) {
    boolean known = false;
    try (SealedChannel channel = SealedChannel.accept(caller, token)) {
      Packet hello = channel.receive();
      strangers.decrementAndGet();
      known = true;
      if (hello == null || !hello.is("hello")) {
        return;
      }
      channel.patience(0);
      Session session = new Session(channel, this);
      sessions.add(session);
      try {
        channel.send(Packet.of("welcome", true).with("now", Failed.micros(Instant.now())));
        session.serve();
      } finally {
        sessions.remove(session);
      }
    } catch (IOException e) {
      // a stranger, or an executor that is lost: Spark knows what to do
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!known) {
        strangers.decrementAndGet();
      }
    }
  }

  Packet job() {
    return job;
  }

  Path folder() {
    return folder;
  }

  Spool spool() {
    return spool;
  }

  TaskBook<Session> book() {
    return book;
  }

  /** Where executors may put large results. */
  StorePlaces places() {
    return places;
  }

  Meter meter() {
    return meter;
  }

  int nextWorker() {
    return nextWorker.getAndIncrement();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    ticker.shutdownNow();
  }
}
