package dev.muster.core.chain;

import dev.muster.config.chain.ChainElement;
import dev.muster.config.chain.ElementWork.MapWork;
import dev.muster.config.chain.ElementWork.PipelineWork;
import dev.muster.core.Services;
import dev.muster.core.pipeline.PipelineRuns;
import dev.muster.core.plan.Plan;
import dev.muster.core.plan.Selection;
import dev.muster.core.run.MapRequest;
import dev.muster.core.run.MapRuns;
import dev.muster.core.run.Prepared;
import dev.muster.core.run.RunControl;
import dev.muster.core.run.RunSummary;
import dev.muster.model.Input;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.chain.ElementKind;
import dev.muster.model.chain.ElementRecord;
import dev.muster.model.chain.ElementState;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs one element of a chain, or goes on with its run. */
final class ElementRuns {

  private static final int CRITICAL_WARNINGS = 2;

  private final Services services;
  private final Ledger ledger;
  private final ChainRequest request;
  private final ElementRunner runner;
  private final RunControl control;
  private final Consumer<ElementRecord> ledgered;

  /**
   * @param ledgered writes where an element stands; called before a run of it is made
   */
  ElementRuns(
      Services services,
      ChainRequest request,
      ElementRunner runner,
      RunControl control,
      Consumer<ElementRecord> ledgered) {
    this.services = services;
    ledger = services.ledger().get();
    this.request = request;
    this.runner = runner;
    this.control = control;
    this.ledgered = ledgered;
  }

  /**
   * Runs an element until its run ends or the user stops it.
   *
   * @param repeated whether the chain had ended because of it
   * @return where it stands then; not in the ledger yet
   */
  ElementRecord run(ChainElement element, ElementRecord record, boolean repeated)
      throws InterruptedException {
    RunId last = record.run();
    RunState state = last == null ? null : state(element.kind(), last);
    return switch (Again.of(element.kind(), state, element.raiseOnFailure(), repeated)) {
      case START -> {
        if (last != null && state == null) {
          services.sweep(last); // what its Muster may have started before the ledger knew of it
        }
        yield start(element, record);
      }
      case RESUME -> resume(element, begun(element, record));
      case DONE -> begun(element, record).ended(ElementState.COMPLETED, null, now());
      case PASS -> begun(element, record).ended(ElementState.FAILED, "its run failed", now());
    };
  }

  private @Nullable RunState state(ElementKind kind, RunId run) {
    return switch (kind) {
      case MAP -> ledger.read(tx -> tx.runs().find(run)).map(found -> found.state()).orElse(null);
      case PIPELINE ->
          ledger.read(tx -> tx.pipelines().find(run)).map(PipelineRun::state).orElse(null);
    };
  }

  /** The same, at work again under the run that it has. */
  private ElementRecord begun(ChainElement element, ElementRecord record) {
    RunId run = record.run();
    if (run == null) {
      throw new IllegalStateException("element " + element.index() + " has no run");
    }
    ElementRecord begun = record.running(run, record.leftOut(), now());
    ledgered.accept(begun);
    return begun;
  }

  private ElementRecord start(ChainElement element, ElementRecord record)
      throws InterruptedException {
    runner.begins(element, null);
    if (element.work() instanceof MapWork work) {
      return map(element, work, record);
    }
    return pipeline(element, (PipelineWork) element.work(), record);
  }

  private ElementRecord resume(ChainElement element, ElementRecord begun)
      throws InterruptedException {
    RunId run = begun.run();
    if (run == null) {
      throw new IllegalStateException("element " + element.index() + " has no run");
    }
    runner.begins(element, run);
    if (element.work() instanceof MapWork work) {
      MapRequest wanted = runner.request(work, Selection.ALL);
      RunSummary summary =
          runner.map(
              element,
              listener ->
                  new MapRuns(services.startedNow()).resume(run, wanted, listener, control));
      return ended(element, begun, summary);
    }
    PipelineElement of = new PipelineElement(services, request);
    PipelineWork work = (PipelineWork) element.work();
    PipelineRuns.End end =
        runner.pipeline(
            element,
            listener ->
                new PipelineRuns(services)
                    .resume(run, of.again(), work.parallel(), runner.grace(), listener, control));
    return ended(element, begun, end);
  }

  private ElementRecord map(ChainElement element, MapWork work, ElementRecord record)
      throws InterruptedException {
    List<String> wanted = request.subset().isEmpty() ? element.testSubset() : request.subset();
    MapRequest all = runner.request(work, asked(work));
    int leftOut = 0;
    if (!wanted.isEmpty() || element.skipExisting()) {
      Prepared prepared = new MapRuns(services).prepare(work.project(), all);
      Set<String> taken = taken(element, prepared, wanted);
      leftOut = prepared.plan().inputs().size() - taken.size();
      if (taken.isEmpty()) {
        return record.skipped(leftOut, "nothing to do", now());
      }
      all = runner.request(work, new Selection(null, List.copyOf(taken)));
    }
    MapRequest chosen = all;
    RunId id = id();
    ElementRecord begun = record.running(id, leftOut, now());
    ledgered.accept(begun);
    RunSummary summary =
        runner.map(
            element,
            listener ->
                new MapRuns(services.startedNow())
                    .run(id, work.project(), chosen, listener, control));
    return ended(element, begun, summary);
  }

  private Set<String> taken(ChainElement element, Prepared prepared, List<String> wanted) {
    Plan plan = prepared.plan();
    List<Input> inputs = plan.inputs();
    Set<String> taken = new LinkedHashSet<>();
    inputs.forEach(input -> taken.add(input.key()));
    if (!wanted.isEmpty()) {
      taken.retainAll(InputSubset.named(inputs, wanted));
    }
    if (element.skipExisting()) {
      taken.removeAll(InputSubset.existing(prepared.project().name(), plan, ledger));
    }
    return taken;
  }

  private ElementRecord pipeline(ChainElement element, PipelineWork work, ElementRecord record)
      throws InterruptedException {
    PipelineElement of = new PipelineElement(services, request);
    PipelineElement.Prepared prepared = of.prepare(element, work, runner.grace());
    if (prepared.nothing()) {
      return record.skipped(prepared.leftOut(), "nothing to do", now());
    }
    RunId id = id();
    ElementRecord begun = record.running(id, prepared.leftOut(), now());
    ledgered.accept(begun);
    PipelineRuns.End end =
        runner.pipeline(
            element,
            listener -> new PipelineRuns(services).run(id, prepared.start(), listener, control));
    return ended(element, begun, end);
  }

  private ElementRecord ended(ChainElement element, ElementRecord begun, RunSummary summary) {
    RunState state = summary.run().state();
    if (state != RunState.RUNNING) {
      new ChainReport(services).write(element, begun.leftOut(), summary.run());
    }
    MusterException notSaved = summary.notSaved();
    if (notSaved != null) {
      throw notSaved;
    }
    return switch (state) {
      case COMPLETED -> begun.ended(ElementState.COMPLETED, null, now());
      case FAILED, DELETED -> begun.ended(ElementState.FAILED, failures(summary), now());
      case RUNNING, INTERRUPTED, CANCELLED ->
          begun.ended(ElementState.STOPPED, "its run was stopped", now());
    };
  }

  private static String failures(RunSummary summary) {
    int failed = summary.progress().failed();
    return failed + (failed == 1 ? " task" : " tasks") + " of " + summary.run().total() + " failed";
  }

  private ElementRecord ended(ChainElement element, ElementRecord begun, PipelineRuns.End end) {
    new ChainReport(services).write(element, begun.leftOut(), end);
    Integer code = end.run().exitCode();
    return switch (end.run().state()) {
      case COMPLETED -> begun.ended(ElementState.COMPLETED, null, now());
      case FAILED, DELETED ->
          code != null && code == CRITICAL_WARNINGS
              ? begun.ended(ElementState.WARNED, "critical quality warnings (exit code 2)", now())
              : begun.ended(ElementState.FAILED, PipelineElement.failures(end), now());
      case RUNNING, INTERRUPTED, CANCELLED ->
          begun.ended(ElementState.STOPPED, "its run was stopped", now());
    };
  }

  private RunId id() {
    return RunId.create(now(), services.random());
  }

  private Instant now() {
    return services.clock().instant();
  }

  /** The inputs that an element says by itself. */
  static Selection asked(MapWork work) {
    return work.files().isEmpty()
        ? new Selection(work.number(), List.of())
        : new Selection(null, work.files());
  }
}
