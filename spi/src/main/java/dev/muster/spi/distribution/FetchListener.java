package dev.muster.spi.distribution;

/** Hears how a fetch goes, from any thread. */
public interface FetchListener {

  /** Hears nothing. */
  FetchListener NONE = new FetchListener() {};

  /** A line for people, without credentials. */
  default void message(String line) {}

  /** Called often. */
  default void progress(Progress now) {}

  /**
   * How far a fetch is.
   *
   * @param files that are here
   * @param totalFiles 0 while it is not known
   * @param bytes that came over the network
   */
  record Progress(int files, int totalFiles, long bytes) {}
}
