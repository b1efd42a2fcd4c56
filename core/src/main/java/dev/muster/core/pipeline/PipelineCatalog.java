package dev.muster.core.pipeline;

import dev.muster.core.Services;
import dev.muster.model.Fact;
import dev.muster.model.Lease;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ledger knows of runs of pipelines. */
public final class PipelineCatalog {

  /** Where a Muster runs, as a fact of a run. */
  public static final String HOST = "host";

  private static final int LOOKED_AT = 1000;

  private final Services services;
  private final Ledger ledger;

  public PipelineCatalog(Services services) {
    this.services = services;
    ledger = services.ledger().get();
  }

  /**
   * A run.
   *
   * @param named its id, the start or end of it that no other run has, or {@code latest}
   */
  public PipelineRun require(String named) {
    List<PipelineRun> found =
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
              ? "there is no run " + named + " of a pipeline"
              : "several runs are named like " + named,
          "muster pipeline list");
    }
    return found.get(0);
  }

  /** A run by its name, or the latest one of a pipeline file. */
  public PipelineRun require(String named, Path folder) {
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
                    "the pipeline " + named + " was never run",
                    "muster pipeline run " + named));
  }

  /** Runs, newest first; of one file when it is given. */
  public List<PipelineRun> list(@Nullable Path file, int limit) {
    return ledger.read(tx -> tx.pipelines().list(file, limit));
  }

  /** Steps of a run. */
  public List<StepRecord> steps(RunId run) {
    return ledger.read(tx -> tx.pipelines().steps(run));
  }

  /** Attempts of a run. */
  public List<StepJob> jobs(RunId run) {
    return ledger.read(tx -> tx.pipelines().jobs(run));
  }

  /** Who works on a run; null when nobody does. */
  public @Nullable Lease owner(PipelineRun run) {
    return ledger
        .read(tx -> tx.leases().find(run.resource()))
        .filter(lease -> !services.gone().test(lease.owner()))
        .filter(lease -> lease.expires().isAfter(services.clock().instant()))
        .orElse(null);
  }

  /** Whether {@code --resume} would find something to do: it did not end well, or is orphaned. */
  public boolean isResumable(PipelineRun run) {
    return run.state() == RunState.INTERRUPTED
        || run.state() == RunState.CANCELLED
        || run.state() == RunState.FAILED
        || (run.state() == RunState.RUNNING && owner(run) == null);
  }

  /**
   * Refuses what only the machine can do where a run was begun.
   *
   * @throws MusterException CONFLICT elsewhere
   */
  static void requireHost(PipelineRun run, Services services) {
    String host = host(run);
    if (!host.equals(services.owner().host())) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "run " + run.id() + " was begun on " + host + ", where its steps may still run",
          "do it there");
    }
  }

  /** The machine whose Muster began a run. */
  static String host(PipelineRun run) {
    return run.environment().stream()
        .filter(fact -> fact.name().equals(HOST))
        .map(Fact::value)
        .findFirst()
        .orElse("");
  }
}
