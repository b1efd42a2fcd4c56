package dev.muster.core.run;

import dev.muster.core.Services;
import dev.muster.core.plan.ProjectFiles;
import dev.muster.model.Lease;
import dev.muster.model.Project;
import dev.muster.model.Run;
import dev.muster.model.RunEvent;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.RunTimings;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.EngineJob;
import dev.muster.spi.engine.EngineRun;
import dev.muster.spi.engine.ResultPlaces;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.Runs;
import dev.muster.spi.python.PythonEnvironments.Python;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What it takes to work on a run: environment, shipped files, session, results, last state. */
final class RunWork {

  private final Services services;
  private final Project project;
  private final Python python;
  private final PendingTasks pending;
  private final MapRequest request;
  private final RunListener listener;
  private final RunControl control;
  private final InputCache inputs;
  private final SessionGate gate = new SessionGate();
  private Path interpreter;
  private @Nullable ShippedFiles shipped;
  private @Nullable EngineRun workers;
  private ResultPlaces places = ResultPlaces.NONE;

  RunWork(
      Services services,
      Project project,
      Python python,
      PendingTasks pending,
      MapRequest request,
      RunListener listener,
      RunControl control) {
    this.services = services;
    this.project = project;
    this.python = python;
    this.pending = pending;
    this.request = request;
    this.listener = listener;
    this.control = control;
    interpreter = python.executable();
    InputFolder fetched =
        new InputFolder(services.home().resolve("cache/inputs"), request.inputCache());
    inputs = new InputCache(services.stores(), fetched, services.clock());
  }

  /** Makes the virtual environment, if there are requirements and something is to be run. */
  void prepareEnvironment() throws InterruptedException {
    Path requirements = project.requirements();
    if (requirements != null) {
      control.onStop(stop -> {}); // from here on a request to stop is heard: pip is told
      interpreter = services.pythons().get().prepare(python, requirements, request.pip(), control);
    }
  }

  /** Asks the engine whether the entrypoint can be called. */
  void checkEntrypoint() throws InterruptedException {
    RunId none = new RunId("check");
    try (ShippedFiles files = ship(none)) {
      services.engine(request.engine().name()).check(job(none, project.folder(), files, 1, 1));
    }
  }

  /** Starts the workers, which get no task before {@link #run} is called. */
  void startWorkers(RunId run, Path results, int firstNumber) {
    if (pending.size() > 0) {
      ShippedFiles files = ship(run);
      shipped = files;
      int most = Math.min(request.workers(), pending.size());
      String savedTo = project.savedTo();
      if (savedTo != null && request.engine().cluster() != null) {
        places =
            new StoredResults(services.stores(), services.ledger(), services.clock(), savedTo, run);
      }
      workers =
          services
              .engine(request.engine().name())
              .start(job(run, results, files, most, firstNumber), gate, gate);
    }
  }

  /** Ends workers that were started and never got a task; nothing to do when they did. */
  void cancel(RunId run) {
    if (!gate.close()) {
      return;
    }
    try {
      if (workers != null) {
        workers.await();
      }
    } catch (MusterException | InterruptedException e) {
      listener.message("a worker that was not needed: " + e.getMessage());
    } finally {
      removeShipped();
      removeStored();
      removeScratch(run);
    }
  }

  /** What is not removed now stands in the journal: muster cleanup, or runs delete, does it. */
  private void removeStored() {
    try {
      places.close();
    } catch (MusterException e) {
      listener.message("large results in the store could not be removed: " + e.getMessage());
    }
  }

  private void removeShipped() {
    if (shipped != null) {
      shipped.close();
    }
  }

  /** Works until the run ends or is stopped, writes results and the run's last state. */
  RunSummary run(Run run, Lease lease) throws InterruptedException {
    Ledger ledger = services.ledger().get();
    RunSession session =
        new RunSession(
            ledger,
            services.clock(),
            services.leaseTerm(),
            services.random(),
            run.id(),
            lease,
            project,
            pending,
            progress(ledger, run),
            RunOutput.redactor(services, project),
            request.failFast(),
            listener);
    listener.started(run, progress(ledger, run));
    try {
      new ResultsFolder(run.results()).removeLeftovers();
      RunProgress progress = progress(ledger, run);
      if (pending.size() > 0) {
        try (inputs) {
          gate.open(session);
          session.work(Objects.requireNonNull(workers), control, request.grace());
          progress = progress(ledger, run);
        } finally {
          removeShipped();
          removeStored();
        }
      }
      RunSummary summary = conclude(run, lease, progress, session);
      removeScratch(run.id());
      return summary;
    } catch (MusterException | InterruptedException e) {
      cancel(run.id());
      stopped(run, lease, session.firstTask());
      throw e;
    }
  }

  private RunSummary conclude(Run run, Lease lease, RunProgress progress, RunSession session) {
    Instant firstTask = session.firstTask();
    RunEvent event =
        progress.unfinished() > 0 && control.requested()
            ? stopEvent()
            : progress.unfinished() > 0 || progress.failed() + progress.revoked() > 0
                ? RunEvent.SOME_FAILED
                : RunEvent.ALL_SUCCEEDED;
    Run ended = ended(run, run.state().on(event), firstTask);
    listener.reporting(run.results());
    control.writingResults();
    RunOutput output = new RunOutput(services, project);
    output.write(ended, session.outcomes(), listener::message);
    Run last = ended(run, ended.state(), firstTask);
    save(last, lease);
    return new RunSummary(last, progress, output.trySave(last, control));
  }

  private RunEvent stopEvent() {
    return control.cancelled() ? RunEvent.CANCELLED_BY_USER : RunEvent.STOPPED;
  }

  private void stopped(Run run, Lease lease, @Nullable Instant firstTask) {
    try {
      save(ended(run, run.state().on(stopEvent()), firstTask), lease);
    } catch (MusterException unwritable) {
      listener.message("the end of the run was not noted: " + unwritable.getMessage());
    }
  }

  private void save(Run run, Lease lease) {
    services
        .ledger()
        .get()
        .write(
            tx -> {
              tx.tasks().setRunning(run.id(), lease, List.of());
              tx.runs().update(run, lease);
              tx.leases().release(lease);
              return run.id();
            });
  }

  private Run ended(Run run, RunState state, @Nullable Instant firstTask) {
    Instant now = services.clock().instant();
    Duration initialize =
        firstTask == null ? Duration.ZERO : Duration.between(services.programStart(), firstTask);
    RunTimings session = new RunTimings(initialize, Duration.between(services.programStart(), now));
    return run.with(state, now, run.timings().plus(session));
  }

  private static RunProgress progress(Ledger ledger, Run run) {
    Runs.Counts counts = ledger.read(tx -> tx.runs().counts(run.id()));
    return new RunProgress(
        run.total(),
        counts.succeeded() - counts.cached(),
        counts.failed(),
        counts.revoked(),
        counts.cached());
  }

  private ShippedFiles ship(RunId run) {
    return ShippedFiles.copy(project.files(), scratch(run).resolve("files"));
  }

  /** What a run needs only while it is at work. */
  private Path scratch(RunId run) {
    return services.home().resolve("tmp").resolve(run.value());
  }

  /** Removes what a run needed only while it was at work, shipped license files among it. */
  void removeScratch(RunId run) {
    try {
      Trees.delete(scratch(run));
    } catch (IOException e) {
      listener.message(scratch(run) + " could not be removed: " + e);
    }
  }

  private EngineJob job(RunId run, Path results, ShippedFiles files, int slots, int firstWorker) {
    return new EngineJob(
        run,
        project,
        interpreter,
        request.pip(),
        environment(files.folder()),
        Redactor.names(project, services.environment()),
        slots,
        firstWorker,
        results,
        scratch(run).resolve("spool"),
        RunOutput.blobs(services).folder(),
        services.home().resolve("cache"),
        inputs,
        () -> ProjectFiles.withConfiguration(project),
        request.engine(),
        new EngineJob.Limits(
            request.logBytes(),
            EngineJob.Limits.DEFAULT.inlineResult(),
            EngineJob.Limits.DEFAULT.maxResult()),
        places);
  }

  /** The user's environment without the ledger's password, with the project's own variables. */
  private Map<String, String> environment(Path files) {
    Map<String, String> environment = new HashMap<>(services.environment());
    environment.keySet().removeIf(name -> name.startsWith("MUSTER_LEDGER"));
    if (!interpreter.equals(python.executable())) {
      Path bin = interpreter.getParent();
      if (bin != null && bin.getParent() != null) {
        environment.put("VIRTUAL_ENV", bin.getParent().toString());
        environment.merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
      }
    }
    project
        .env()
        .forEach(
            (name, value) -> environment.put(name, value.replace("{files}", files.toString())));
    environment.put("MUSTER_FILES", files.toString());
    return environment;
  }
}
