package dev.muster.core.chain;

import dev.muster.config.chain.ChainElement;
import dev.muster.config.chain.ChainFile;
import dev.muster.config.chain.LoadedChain;
import dev.muster.core.CancelWatch;
import dev.muster.core.HeldLease;
import dev.muster.core.Services;
import dev.muster.core.pipeline.PipelineCatalog;
import dev.muster.core.run.RunControl;
import dev.muster.model.Fact;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.chain.ChainRun;
import dev.muster.model.chain.ElementRecord;
import dev.muster.model.chain.ElementState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The use cases of a chain: check all of it, run it element by element, take it up where it was
 * broken off. What an element is made of is planned when its turn comes: it may be what the one
 * before has written. The ledger knows the run of an element before that run is made.
 */
public final class ChainRuns {

  private static final int CRITICAL_WARNINGS = 2;

  private final Services services;
  private final Ledger ledger;

  public ChainRuns(Services services) {
    this.services = services;
    ledger = services.ledger().get();
  }

  /**
   * How a chain stands when this Muster lets go of it.
   *
   * @param run its exit code is 0, 1, 2, or null when it was stopped
   * @param elements where they stand
   */
  public record End(ChainRun run, List<ElementRecord> elements) {}

  /**
   * Checks all elements.
   *
   * @throws MusterException with all that is wrong with any of them
   */
  public void check(LoadedChain chain, ChainRequest request, ElementRunner runner) {
    new ChainCheck(services, runner).check(chain.elements(), request);
  }

  /**
   * Runs elements in order until one fails that must not, or the user stops.
   *
   * @param command the command line that says the same
   * @throws MusterException CONFLICT while the same chain runs; all that is wrong with any element
   *     before the first one is begun
   */
  public End run(
      LoadedChain chain,
      ChainRequest request,
      List<String> command,
      ElementRunner runner,
      RunControl control)
      throws InterruptedException {
    check(chain, request, runner);
    Instant now = services.clock().instant();
    ChainRun run =
        new ChainRun(
            RunId.create(now, services.random()),
            chain.name(),
            chain.file(),
            RunState.RUNNING,
            null,
            now,
            null,
            command,
            request.json(),
            List.of(new Fact(PipelineCatalog.HOST, services.owner().host())));
    List<ElementRecord> elements =
        chain.elements().stream()
            .map(each -> ElementRecord.pending(each.index(), each.kind(), each.subject()))
            .toList();
    try (HeldLease lease =
        HeldLease.of(services, run.resource(), "chain " + run.id() + " is at work")) {
      new LeftChains(services).require(run, runner::message);
      ledger.write(
          tx -> {
            tx.chains().insert(run, elements);
            return true;
          });
      return new Session(run, chain, request, elements, -1, lease, runner, control).work();
    }
  }

  /**
   * Takes up a run of a chain: elements that are done are passed over, the one that was at work is
   * gone on with by its own run.
   *
   * @throws MusterException CONFLICT while its Muster lives, when it has ended well, when the chain
   *     has other elements by now, or when another machine ran it
   */
  public End resume(RunId id, ElementRunner runner, RunControl control)
      throws InterruptedException {
    ChainCatalog catalog = new ChainCatalog(services);
    ChainRun before = catalog.require(id.value());
    if (before.state() == RunState.COMPLETED) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "chain " + id + " has ended: nothing is left to do",
          "muster chain run " + before.file());
    }
    requireHost(before);
    ChainRequest request = ChainRequest.parse(before.options());
    LoadedChain chain = ChainFile.load(before.file(), request.variables());
    try (HeldLease lease =
        HeldLease.of(services, before.resource(), "chain " + id + " is at work elsewhere")) {
      ChainRun now = catalog.require(id.value());
      List<ElementRecord> elements = new ArrayList<>(catalog.elements(id));
      requireSameElements(now, chain, elements);
      int repeated = repeated(now, elements);
      if (repeated >= 0) {
        ElementRecord failed = elements.get(repeated);
        elements.set(
            repeated,
            failed.ended(ElementState.STOPPED, failed.reason(), services.clock().instant()));
      }
      new ChainCheck(services, runner)
          .check(
              chain.elements().stream().filter(each -> isOpen(elements, each)).toList(), request);
      ChainRun again = now.with(RunState.RUNNING, null, null);
      ledger.write(
          tx -> {
            tx.chains().update(again, lease.get());
            tx.chains().putElements(id, elements, lease.get());
            tx.cancels().clear(again.resource());
            return true;
          });
      return new Session(again, chain, request, elements, repeated, lease, runner, control).work();
    }
  }

  private static boolean isOpen(List<ElementRecord> elements, ChainElement element) {
    return !elements.get(element.index()).state().isFinal();
  }

  /** The place of the element because of which the chain had ended; -1 when none has. */
  private static int repeated(ChainRun run, List<ElementRecord> elements) {
    if (run.state() != RunState.FAILED) {
      return -1;
    }
    return elements.stream()
        .filter(element -> element.state().isBad())
        .mapToInt(ElementRecord::number)
        .max()
        .orElse(-1);
  }

  private void requireHost(ChainRun run) {
    String host = ChainCatalog.host(run);
    if (!host.equals(services.owner().host())) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "chain " + run.id() + " was begun on " + host + ", where its element may still run",
          "resume it there");
    }
  }

  private static void requireSameElements(
      ChainRun run, LoadedChain chain, List<ElementRecord> elements) {
    List<String> now =
        chain.elements().stream().map(each -> each.kind() + " " + each.subject()).toList();
    List<String> then = elements.stream().map(each -> each.kind() + " " + each.subject()).toList();
    if (!now.equals(then)) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "the elements of "
              + run.file()
              + " are not those of chain "
              + run.id()
              + " any more: "
              + now.size()
              + " now, "
              + then.size()
              + " then, or others",
          "begin anew: muster chain run " + run.file());
    }
  }

  /** One Muster's work on a run of a chain. */
  private final class Session {

    private final ChainRun run;
    private final LoadedChain chain;
    private final List<ElementRecord> records;
    private final int repeated;
    private final HeldLease lease;
    private final ElementRunner runner;
    private final RunControl control;
    private final ElementRuns work;

    Session(
        ChainRun run,
        LoadedChain chain,
        ChainRequest request,
        List<ElementRecord> records,
        int repeated,
        HeldLease lease,
        ElementRunner runner,
        RunControl control) {
      this.run = run;
      this.chain = chain;
      this.records = new ArrayList<>(records);
      this.repeated = repeated;
      this.lease = lease;
      this.runner = runner;
      this.control = control;
      work = new ElementRuns(services, request, runner, control, this::put);
    }

    End work() throws InterruptedException {
      runner.started(run, List.copyOf(records));
      CancelWatch watch = CancelWatch.begin(services, run.resource(), control);
      try {
        for (ChainElement element : chain.elements()) {
          ElementRecord record = records.get(element.index());
          if (record.state().isFinal()) {
            continue;
          }
          if (control.requested()) {
            return ended(stopped(), null);
          }
          ElementRecord after = run(element, record);
          if (after.state() == ElementState.STOPPED) {
            put(after);
            return ended(stopped(), null);
          }
          if (after.state().isBad() && element.raiseOnFailure()) {
            records.set(after.number(), after);
            return ended(
                RunState.FAILED, after.state() == ElementState.WARNED ? CRITICAL_WARNINGS : 1);
          }
          put(after);
        }
        return ended(RunState.COMPLETED, 0);
      } finally {
        watch.close();
      }
    }

    private ElementRecord run(ChainElement element, ElementRecord record)
        throws InterruptedException {
      try {
        return work.run(element, record, record.number() == repeated);
      } catch (MusterException e) {
        fail(records.get(element.index()), e);
        throw e;
      }
    }

    private void fail(ElementRecord record, MusterException cause) {
      Instant now = services.clock().instant();
      boolean stopped = cause.kind() == ErrorKind.INTERRUPTED;
      ElementState state = stopped ? ElementState.STOPPED : ElementState.FAILED;
      if (record.state() != ElementState.PENDING) {
        ElementRecord running =
            record.state() == ElementState.STOPPED && record.run() != null
                ? record.running(record.run(), record.leftOut(), now)
                : record;
        records.set(record.number(), running.ended(state, String.valueOf(cause.getMessage()), now));
      }
      var unused = ended(stopped ? stopped() : RunState.FAILED, stopped ? null : 1);
    }

    private RunState stopped() {
      return control.cancelled() ? RunState.CANCELLED : RunState.INTERRUPTED;
    }

    private void put(ElementRecord record) {
      records.set(record.number(), record);
      ledger.write(
          tx -> {
            tx.chains().putElements(run.id(), List.of(record), lease.get());
            return true;
          });
    }

    /** How the last element ended and what follows from it are one commit. */
    private End ended(RunState state, @Nullable Integer code) {
      ChainRun ended = run.with(state, code, services.clock().instant());
      ledger.write(
          tx -> {
            tx.chains().putElements(run.id(), records, lease.get());
            tx.chains().update(ended, lease.get());
            return true;
          });
      return new End(ended, List.copyOf(records));
    }
  }
}
