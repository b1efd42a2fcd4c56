package dev.muster.spi.ledger;

import dev.muster.model.Lease;
import dev.muster.model.Owner;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Who owns what, until when. Time is the ledger's clock. */
public interface Leases {

  /**
   * Takes a lease that nobody holds: never held, released, expired, or held by an owner that is
   * known to be gone. The epoch grows by one.
   *
   * @param gone tells whether an owner surely does not live any more (its process is not there)
   * @throws dev.muster.spi.MusterException CONFLICT that names the holder and when its lease ends
   */
  Lease acquire(String resource, Owner owner, Duration term, Predicate<Owner> gone);

  /**
   * Prolongs a lease.
   *
   * @throws dev.muster.spi.MusterException CONFLICT when another has taken it
   */
  Lease renew(Lease lease, Duration term);

  /** Gives a lease back; does nothing when another has taken it. */
  void release(Lease lease);

  /**
   * Checks, in this transaction, that the lease's epoch is the present one and it was not released.
   * An expired lease that nobody has taken is still held.
   *
   * @throws dev.muster.spi.MusterException CONFLICT when another has taken it
   */
  void require(Lease lease);

  /** The present holder; empty when never held or released. An expired lease is returned, too. */
  Optional<Lease> find(String resource);
}
