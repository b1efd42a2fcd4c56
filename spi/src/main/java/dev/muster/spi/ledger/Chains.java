package dev.muster.spi.ledger;

import dev.muster.model.Lease;
import dev.muster.model.RunId;
import dev.muster.model.chain.ChainRun;
import dev.muster.model.chain.ElementRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs of chains and where their elements stand. All writes but {@link #insert} check the lease on
 * {@link ChainRun#resource()} in the same transaction: CONFLICT when another has taken it;
 * NOT_FOUND when there is no such run.
 */
public interface Chains {

  /**
   * Writes a new run with its elements.
   *
   * @throws dev.muster.spi.MusterException CONFLICT when there is one of that id
   */
  void insert(ChainRun run, List<ElementRecord> elements);

  /** A run. */
  Optional<ChainRun> find(RunId id);

  /**
   * Runs, newest first.
   *
   * @param file only of the chain in this file; null for all
   * @param limit at most so many
   */
  List<ChainRun> list(@Nullable Path file, int limit);

  /** Writes a run's state, exit code and end. */
  void update(ChainRun run, Lease lease);

  /** Writes where elements stand, over what is there. */
  void putElements(RunId run, List<ElementRecord> elements, Lease lease);

  /** Elements of a run by number. */
  List<ElementRecord> elements(RunId run);
}
