package dev.muster.core.run;

import dev.muster.config.project.LoadedProject;
import dev.muster.config.project.ProjectLoader;
import dev.muster.core.Background;
import dev.muster.core.Services;
import dev.muster.core.plan.CodeDigest;
import dev.muster.core.plan.FileHashes;
import dev.muster.core.plan.Plan;
import dev.muster.model.Digest;
import dev.muster.model.Fact;
import dev.muster.model.Lease;
import dev.muster.model.Project;
import dev.muster.model.Run;
import dev.muster.model.RunEvent;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.RunTimings;
import dev.muster.model.Worker;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.Tasks;
import dev.muster.spi.ledger.Transaction;
import dev.muster.spi.python.PythonEnvironments.Python;
import dev.muster.spi.report.ReportWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The use cases of a map run: prepare (which is all of a dry run), start, resume. */
public final class MapRuns {

  private final Services services;

  public MapRuns(Services services) {
    this.services = services;
  }

  /**
   * Reads a project, plans a run of it, starts it and works on it until it ends or is stopped.
   *
   * @throws MusterException or ProblemsException with all that is wrong, before anything starts
   */
  public RunSummary run(Path folder, MapRequest request, RunListener listener, RunControl control)
      throws InterruptedException {
    RunId id = RunId.create(services.clock().instant(), services.random());
    return run(id, folder, request, listener, control);
  }

  /**
   * The same under an id that was made before, for one who has to know it beforehand.
   *
   * @param id one that no run has
   */
  public RunSummary run(
      RunId id, Path folder, MapRequest request, RunListener listener, RunControl control)
      throws InterruptedException {
    try (Preparation preparation = new Preparation(services)) {
      LoadedProject loaded = ProjectLoader.load(folder, request.variables());
      Background<Boolean> warmUp = Background.of(this::warmUp);
      try {
        Prepared prepared = preparation.plan(loaded, request);
        prepared.warnings().forEach(listener::message);
        return start(id, prepared, request, listener, control);
      } finally {
        warmUp.close();
      }
    }
  }

  private boolean warmUp() {
    services.writers().get().forEach(ReportWriter::warmUp);
    return true;
  }

  /**
   * Reads a project and plans a run of it.
   *
   * @throws MusterException or ProblemsException with all that is wrong
   */
  public Prepared prepare(Path folder, MapRequest request) throws InterruptedException {
    try (Preparation preparation = new Preparation(services)) {
      return preparation.plan(ProjectLoader.load(folder, request.variables()), request);
    }
  }

  /** Starts a new run and works on it until it ends or is stopped. */
  private RunSummary start(
      RunId id, Prepared prepared, MapRequest request, RunListener listener, RunControl control)
      throws InterruptedException {
    Project project = prepared.project();
    Plan plan = prepared.plan();
    ResultsFolder results = new ResultsFolder(resultsOf(project, id));
    results.prepare();
    Run run = describe(prepared, request, id);
    PendingTasks pending = PendingTasks.of(plan);
    RunWork work =
        new RunWork(services, project, prepared.python(), pending, request, listener, control);
    List<RunId> dead = new ArrayList<>();
    Lease lease;
    try {
      work.prepareEnvironment();
      work.startWorkers(id, run.results(), 1);
      lease =
          services
              .ledger()
              .get()
              .write(
                  tx -> {
                    dead.clear();
                    dead.addAll(endDeadRuns(tx, project));
                    tx.runs().insert(run);
                    tx.tasks().plan(id, plan.rows());
                    return acquire(tx, id);
                  });
    } catch (MusterException | InterruptedException e) {
      work.cancel(id);
      results.discard();
      throw e;
    }
    dead.forEach(services::sweep);
    dead.forEach(work::removeScratch);
    return work.run(run, lease);
  }

  /**
   * Goes on with a run that was stopped or whose owner died.
   *
   * @throws MusterException CONFLICT while its owner lives, or when the code has changed since
   */
  public RunSummary resume(RunId id, MapRequest request, RunListener listener, RunControl control)
      throws InterruptedException {
    Ledger ledger = services.ledger().get();
    Run run =
        ledger
            .read(tx -> tx.runs().find(id))
            .filter(found -> found.state() != RunState.DELETED)
            .orElseThrow(
                () ->
                    new MusterException(
                        ErrorKind.NOT_FOUND, "there is no run " + id, "muster runs list"));
    if (run.state() == RunState.COMPLETED) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "run " + id + " has ended: all its tasks succeeded",
          "muster map " + run.folder() + " starts a new one");
    }
    LoadedProject loaded = ProjectLoader.load(run.folder(), RunVariables.of(run));
    Project project = loaded.project();
    Preparation.requireSecrets(project, services);
    Python python = services.pythons().get().find(project.python());
    requireSameCode(run, project, python);
    List<Tasks.Planned> left = pending(run);
    new PlannedInputs(services.stores(), new FileHashes(ledger, services.clock()))
        .requireSame(
            id,
            run.folder(),
            left.stream().map(planned -> planned.task().input()).collect(Collectors.toSet()));
    new ResultsFolder(run.results()).prepare();
    Lease lease =
        ledger.write(
            tx -> {
              Lease mine = acquire(tx, id);
              tx.runs()
                  .update(run.with(run.state().on(RunEvent.RESUMED), null, run.timings()), mine);
              return mine;
            });
    services.sweep(id);
    left = pending(run); // the owner before may have gone on until now
    RunWork work =
        new RunWork(services, project, python, PendingTasks.of(left), request, listener, control);
    work.prepareEnvironment();
    work.startWorkers(id, run.results(), lastWorker(id) + 1);
    return work.run(run.with(RunState.RUNNING, null, run.timings()), lease);
  }

  /** The highest number of a worker that a run has had; 0 for none. */
  private int lastWorker(RunId id) {
    return services.ledger().get().read(tx -> tx.tasks().workers(id)).stream()
        .mapToInt(Worker::number)
        .max()
        .orElse(0);
  }

  /**
   * What is left to do of a run.
   *
   * @throws MusterException CONFLICT when it has failed and nothing is left
   */
  private List<Tasks.Planned> pending(Run run) {
    List<Tasks.Planned> left = new ArrayList<>();
    services
        .ledger()
        .get()
        .read(
            tx -> {
              left.clear();
              tx.tasks().pending(run.id(), left::add);
              return left.size();
            });
    if (left.isEmpty() && run.state() == RunState.FAILED) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "run " + run.id() + " has ended: all its tasks ran, and some failed",
          "muster map " + run.folder() + " runs the failed ones again");
    }
    return left;
  }

  /**
   * Writes the result files of a run anew, from the ledger, and saves them where the project says.
   *
   * @param warnings hears what could not be made
   */
  public Path report(RunId id, Consumer<String> warnings) throws InterruptedException {
    Ledger ledger = services.ledger().get();
    Run run =
        ledger
            .read(tx -> tx.runs().find(id))
            .orElseThrow(
                () ->
                    new MusterException(
                        ErrorKind.NOT_FOUND, "there is no run " + id, "muster runs list"));
    Project project = ProjectLoader.load(run.folder(), RunVariables.of(run)).project();
    RunOutput output = new RunOutput(services, project);
    output.write(run, null, warnings);
    output.save(run);
    return run.results();
  }

  /**
   * Checks a project without running it: configuration, secrets, inputs and columns, and that its
   * entrypoint can be called.
   */
  public Prepared validate(Path folder, MapRequest request, RunListener listener)
      throws InterruptedException {
    Prepared prepared = prepare(folder, request);
    RunWork work =
        new RunWork(
            services,
            prepared.project(),
            prepared.python(),
            PendingTasks.of(List.of()),
            request,
            listener,
            new RunControl());
    work.prepareEnvironment();
    work.checkEntrypoint();
    return prepared;
  }

  private void requireSameCode(Run run, Project project, Python python) {
    FileHashes hashes = new FileHashes(services.ledger().get(), services.clock());
    Digest code = new CodeDigest(hashes).of(project, Preparation.pythonOf(project, python));
    if (!code.equals(run.code())) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "the code of project " + project.name() + " has changed since run " + run.id() + " began",
          "muster map " + run.folder() + " starts a new run");
    }
  }

  private Lease acquire(Transaction tx, RunId id) {
    return tx.leases()
        .acquire(leaseOf(id), services.owner(), services.leaseTerm(), services.gone());
  }

  /** The name of the lease on a run. */
  public static String leaseOf(RunId id) {
    return "run/" + id;
  }

  /**
   * Notes that runs of this project whose owner is gone were interrupted.
   *
   * @throws MusterException CONFLICT when one is alive
   */
  private List<RunId> endDeadRuns(Transaction tx, Project project) {
    List<RunId> dead = new ArrayList<>();
    for (Run other : tx.runs().running(project.name())) {
      Lease lease;
      try {
        lease = acquire(tx, other.id());
      } catch (MusterException e) {
        throw new MusterException(
            ErrorKind.CONFLICT,
            "run "
                + other.id()
                + " of project "
                + project.name()
                + " is at work ("
                + e.getMessage()
                + ")",
            "wait for it, or look at it with muster runs show " + other.id(),
            e);
      }
      Instant now = tx.now();
      tx.runs().update(other.with(other.state().on(RunEvent.STOPPED), now, other.timings()), lease);
      tx.leases().release(lease);
      dead.add(other.id());
    }
    return dead;
  }

  private static Path resultsOf(Project project, RunId id) {
    return project.folder().resolve("results").resolve(id.value());
  }

  private Run describe(Prepared prepared, MapRequest request, RunId id) {
    Project project = prepared.project();
    Plan plan = prepared.plan();
    var facts = new ArrayList<>(services.facts().get());
    facts.add(new Fact("python", prepared.python().version()));
    if (!request.engine().isLocal()) {
      facts.add(new Fact("engine", request.engine().words()));
    }
    facts.addAll(RunVariables.facts(request.variables()));
    return new Run(
        id,
        project.name(),
        project.folder(),
        resultsOf(project, id),
        RunState.RUNNING,
        services.clock().instant(),
        null,
        plan.code(),
        plan.rounds(),
        plan.size(),
        plan.cached(),
        request.workers(),
        request.command(),
        facts,
        RunTimings.NONE);
  }
}
