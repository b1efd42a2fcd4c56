package dev.muster.fleet;

import dev.muster.spi.fleet.Tunnel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/** A port here that leads to an address of this machine, or one that it reaches. */
final class LocalTunnel implements Tunnel {

  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int MOST = 200;
  private static final int CONNECT_MILLIS = 10_000;

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final Executor threads;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch end = new CountDownLatch(1);

  private LocalTunnel(ServerSocket server, InetSocketAddress target, Executor threads) {
    this.server = server;
    this.target = target;
    this.threads = threads;
  }

  static LocalTunnel open(String host, int port, int localPort, Executor threads)
      throws IOException {
    ServerSocket server = new ServerSocket(localPort, MOST, InetAddress.getByAddress(LOOPBACK));
    LocalTunnel tunnel =
        new LocalTunnel(server, InetSocketAddress.createUnresolved(host, port), threads);
    threads.execute(tunnel::accept);
    return tunnel;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        if (open.size() > MOST) {
          close(socket);
        } else {
          threads.execute(() -> serve(socket));
        }
      } catch (IOException e) {
        // It was closed, or one that came has gone.
      }
    }
    end.countDown();
  }

  private void serve(Socket socket) {
    try (Socket there = new Socket()) {
      there.connect(
          new InetSocketAddress(target.getHostString(), target.getPort()), CONNECT_MILLIS);
      open.add(there);
      CountDownLatch back = new CountDownLatch(1);
      threads.execute(
          () -> {
            copy(there, socket);
            back.countDown();
          });
      copy(socket, there);
      back.await();
      open.remove(there);
    } catch (IOException e) {
      // Nobody listens there: who connected sees the end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(socket);
    }
  }

  /** Until one side has said all; the other side hears of the end. */
  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      // One of them is gone; the other way ends by itself or with the tunnel.
    }
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }

  @Override
  public int localPort() {
    return server.getLocalPort();
  }

  @Override
  public boolean isOpen() {
    return !server.isClosed();
  }

  @Override
  public void await() throws InterruptedException {
    end.await();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // It is closed.
    }
    open.forEach(this::close);
    end.countDown();
  }
}
