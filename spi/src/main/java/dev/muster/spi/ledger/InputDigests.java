package dev.muster.spi.ledger;

import java.util.Collection;
import java.util.List;

/** Hashes of local files, so that an unchanged file is not read again. */
public interface InputDigests {

  /** What is known of the paths; those never seen are left out. */
  List<Known> find(Collection<String> paths);

  /** Remembers, replacing what was known of the same paths. */
  void put(Collection<Known> known);

  /**
   * A file's hash when it had this size and time.
   *
   * @param path absolute
   * @param modified modification time in nanoseconds since the epoch
   * @param sha256 64 hexadecimal digits
   */
  record Known(String path, long size, long modified, String sha256) {}
}
