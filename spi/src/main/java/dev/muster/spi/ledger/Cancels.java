package dev.muster.spi.ledger;

import java.time.Instant;
import java.util.Optional;

/** Requests to the holders of leases to end what they do under them. */
public interface Cancels {

  /** Asks; asked again, the first time counts. */
  void ask(String resource);

  /** When it was asked; empty when nobody did, or the request was cleared. */
  Optional<Instant> find(String resource);

  /** Forgets a request: it was heeded, or work begins anew. */
  void clear(String resource);
}
