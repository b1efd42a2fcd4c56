package dev.muster.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Passes bytes on, until it cuts all connections; new ones are served. */
final class Proxy implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final List<Socket> sockets = new ArrayList<>();
  private int calls;

  Proxy(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    ResultServer.daemon(this::accept, "proxy").start();
  }

  int port() {
    return listener.getLocalPort();
  }

  synchronized int calls() {
    return calls;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket from = listener.accept();
        Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
        synchronized (this) {
          calls++;
          sockets.add(from);
          sockets.add(to);
        }
        pass(from, to);
        pass(to, from);
      } catch (IOException e) {
        // closed
      }
    }
  }

  private static void pass(Socket from, Socket to) {
    ResultServer.daemon(
            () -> {
              try {
                from.getInputStream().transferTo(to.getOutputStream());
                to.shutdownOutput();
              } catch (IOException e) {
                // cut
              }
            },
            "proxy-pass")
        .start();
  }

  synchronized void cut() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
