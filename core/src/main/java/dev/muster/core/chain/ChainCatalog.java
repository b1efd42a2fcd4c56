package dev.muster.core.chain;

import dev.muster.core.Services;
import dev.muster.core.pipeline.PipelineCatalog;
import dev.muster.model.Fact;
import dev.muster.model.Lease;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.chain.ChainRun;
import dev.muster.model.chain.ElementRecord;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ledger knows of runs of chains. */
public final class ChainCatalog {

  private static final int LOOKED_AT = 1000;

  private final Services services;
  private final Ledger ledger;

  public ChainCatalog(Services services) {
    this.services = services;
    ledger = services.ledger().get();
  }

  /**
   * A run.
   *
   * @param named its id, the start or end of it that no other run has, or {@code latest}
   * @throws MusterException NOT_FOUND when there is none, or when there are several
   */
  public ChainRun require(String named) {
    List<ChainRun> found =
        list(null, LOOKED_AT).stream()
            .filter(
                run ->
                    named.equals("latest")
                        || run.id().value().startsWith(named)
                        || run.id().value().endsWith(named))
            .limit(named.equals("latest") ? 1 : 2)
            .toList();
    if (found.size() != 1 || named.isEmpty()) {
      throw new MusterException(
          ErrorKind.NOT_FOUND,
          found.isEmpty()
              ? "there is no run " + named + " of a chain"
              : "several runs are named like " + named,
          "muster chain list");
    }
    return found.get(0);
  }

  /** A run by its name, or the latest one of a chain file. */
  public ChainRun require(String named, Path folder) {
    Path file = folder.resolve(named).toAbsolutePath().normalize();
    if (!Files.isRegularFile(file)) {
      return require(named);
    }
    return list(file, 1).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new MusterException(
                    ErrorKind.NOT_FOUND,
                    "the chain " + named + " was never run",
                    "muster chain run " + named));
  }

  /** Runs, newest first, of one file when it is given. */
  public List<ChainRun> list(@Nullable Path file, int limit) {
    return ledger.read(tx -> tx.chains().list(file, limit));
  }

  /** Elements of a run. */
  public List<ElementRecord> elements(RunId run) {
    return ledger.read(tx -> tx.chains().elements(run));
  }

  /** Who works on a run; null when nobody does. */
  public @Nullable Lease owner(ChainRun run) {
    return ledger
        .read(tx -> tx.leases().find(run.resource()))
        .filter(lease -> !services.gone().test(lease.owner()))
        .filter(lease -> lease.expires().isAfter(services.clock().instant()))
        .orElse(null);
  }

  /** Whether {@code --resume} would find something to do: it did not end well, or is orphaned. */
  public boolean isResumable(ChainRun run) {
    return switch (run.state()) {
      case INTERRUPTED, CANCELLED, FAILED -> true;
      case RUNNING -> owner(run) == null;
      case COMPLETED, DELETED -> false;
    };
  }

  /** The machine whose Muster began a run. */
  static String host(ChainRun run) {
    return run.environment().stream()
        .filter(fact -> fact.name().equals(PipelineCatalog.HOST))
        .map(Fact::value)
        .findFirst()
        .orElse("");
  }

  /** Whether a run is under way, as the ledger says. */
  boolean isRunning(RunId id) {
    return require(id.value()).state() == RunState.RUNNING;
  }
}
