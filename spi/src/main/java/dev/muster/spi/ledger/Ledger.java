package dev.muster.spi.ledger;

import java.util.function.Function;

/**
 * The durable record. Safe for use by several threads and, on the same database, by several
 * processes. Throws {@link dev.muster.spi.MusterException}: CONFLICT (lease lost, or the ledger
 * stays locked), UNAVAILABLE, UNAUTHORIZED, QUOTA (disk full), INVALID (corrupt; names the file and
 * the backup), CONFIGURATION (made by a newer Muster).
 */
public interface Ledger extends AutoCloseable {

  /** Where it is, without secrets. */
  String address();

  /**
   * Runs the work in one transaction that is durable when this returns; whatever it throws rolls
   * back. The work may run again after a conflict with another process, so it has no other effects.
   */
  <T> T write(Function<Transaction, T> work);

  /** Runs the work on one consistent state; it cannot write. */
  <T> T read(Function<Transaction, T> work);

  @Override
  void close();
}
