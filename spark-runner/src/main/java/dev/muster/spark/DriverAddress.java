package dev.muster.spark;

import java.io.Serializable;

/** Where executors bring results, and the token that they show; travels with Spark's own tasks. */
final class DriverAddress implements Serializable {

  private static final long serialVersionUID = 1L;

  final String run;
  final String host;
  final int port;
  private final byte[] token;

  DriverAddress(String run, String host, int port, byte[] token) {
    this.run = run;
    this.host = host;
    this.port = port;
    this.token = token.clone();
  }

  byte[] token() {
    return token.clone();
  }

  @Override
  public String toString() {
    return run + " at " + host + ":" + port;
  }
}
