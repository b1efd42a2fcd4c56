package dev.muster.model;

/** What a task returned, a JSON object. */
public sealed interface ResultBody {

  /** Kept in the ledger. */
  record Inline(String json) implements ResultBody {}

  /**
   * Kept as a file under its hash, because it is large.
   *
   * @param sha256 64 hexadecimal digits
   * @param size in bytes
   */
  record Blob(String sha256, long size) implements ResultBody {}
}
