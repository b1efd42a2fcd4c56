package dev.muster.spi.ledger;

import java.time.Instant;

/** The repositories of the ledger under one transaction; not to be kept beyond it. */
public interface Transaction {

  /** The ledger's clock: the database's where several machines share it. */
  Instant now();

  Leases leases();

  Runs runs();

  Tasks tasks();

  Intents intents();

  InputDigests inputDigests();

  Requests requests();

  Clusters clusters();

  Jobs jobs();

  Pipelines pipelines();

  Chains chains();

  Cancels cancels();
}
