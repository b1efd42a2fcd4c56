package dev.muster.fleet;

import java.io.InputStream;
import java.io.OutputStream;

/** A program at work on a host, with its streams. */
interface RemoteProcess extends AutoCloseable {

  /** What it reads. */
  OutputStream in();

  /** What it writes. */
  InputStream out();

  /** The end of what it wrote to its error stream. */
  String errors();

  /** Ends the connection; a program of ours ends with its input. */
  void end();

  @Override
  default void close() {
    end();
  }
}
