package dev.muster.spi.fleet;

/** Where a command writes. */
public enum RemoteStream {
  OUT,
  ERR
}
