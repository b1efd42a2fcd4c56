package dev.muster.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that have to be told one. They are below those that Linux gives to connections
 * (32768 to 60999), so none takes them between the choice and the server's start.
 */
public final class FreePort {

  private static final int FIRST = 15_000;
  private static final int END = 32_000;
  private static final int TRIES = 1_000;

  private FreePort() {}

  /** A port at which nobody listens on an address of this machine. */
  public static int at(String address) {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        return port;
      } catch (IOException taken) {
        // another one
      }
    }
    throw new UncheckedIOException(new IOException("no port is free at " + address));
  }
}
