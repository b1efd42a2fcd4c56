package dev.muster.core.query;

import dev.muster.core.Services;
import dev.muster.core.run.Blobs;
import dev.muster.core.run.MapRuns;
import dev.muster.core.run.StoredResults;
import dev.muster.core.run.Trees;
import dev.muster.model.Lease;
import dev.muster.model.ProjectName;
import dev.muster.model.Request;
import dev.muster.model.Run;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.TaskId;
import dev.muster.model.TaskLog;
import dev.muster.model.TaskResult;
import dev.muster.model.TaskState;
import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.Runs;
import dev.muster.spi.ledger.Tasks;
import dev.muster.spi.ledger.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Runs of all projects: what they are, what became of their tasks, and word to their owners. */
public final class RunCatalog {

  private static final int PAGE = 1_000;
  private static final int SEARCHED = 10_000;
  private static final Duration ASK_AGAIN = Duration.ofMillis(50);

  private final Services services;

  public RunCatalog(Services services) {
    this.services = services;
  }

  private Ledger ledger() {
    return services.ledger().get();
  }

  /** Runs, newest first. A run whose owner is gone shows as INTERRUPTED. */
  public List<Run> list(@Nullable ProjectName project, int limit) {
    return ledger()
        .read(tx -> tx.runs().list(project, limit).stream().map(run -> seen(tx, run)).toList());
  }

  /**
   * Finds a run by its id, the start or end of it, or {@code latest}.
   *
   * @throws MusterException NOT_FOUND, or INVALID when several runs match
   */
  public Run require(String text) {
    List<Run> runs = list(null, SEARCHED);
    if (text.equals("latest") && !runs.isEmpty()) {
      return runs.get(0);
    }
    List<Run> matching =
        runs.stream()
            .filter(run -> run.id().value().startsWith(text) || run.id().value().endsWith(text))
            .toList();
    List<Run> exact = matching.stream().filter(run -> run.id().value().equals(text)).toList();
    if (exact.size() == 1 || matching.size() == 1) {
      return exact.isEmpty() ? matching.get(0) : exact.get(0);
    }
    if (matching.isEmpty()) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "there is no run " + text, "muster runs list shows what there is");
    }
    throw new MusterException(
        ErrorKind.INVALID,
        text
            + " may mean "
            + matching.size()
            + " runs: "
            + matching.stream().limit(5).map(Run::id).toList(),
        "write more of the id");
  }

  private Run seen(Transaction tx, Run run) {
    return run.state() == RunState.RUNNING && !alive(tx, run.id())
        ? run.with(RunState.INTERRUPTED, run.ended(), run.timings())
        : run;
  }

  /** Whether somebody works on a run. */
  public boolean atWork(RunId run) {
    return ledger().read(tx -> alive(tx, run));
  }

  private boolean alive(Transaction tx, RunId run) {
    return tx.leases()
        .find(MapRuns.leaseOf(run))
        .map(lease -> lease.expires().isAfter(tx.now()) && !services.gone().test(lease.owner()))
        .orElse(false);
  }

  /** Who works on a run now, null when nobody does. */
  public @Nullable Lease owner(RunId run) {
    return ledger()
        .read(
            tx -> alive(tx, run) ? tx.leases().find(MapRuns.leaseOf(run)) : Optional.<Lease>empty())
        .orElse(null);
  }

  /** How many of its tasks stand where. */
  public Runs.Counts counts(RunId run) {
    return ledger().read(tx -> tx.runs().counts(run));
  }

  /** Tasks at work now. */
  public List<Tasks.Running> running(RunId run) {
    return ledger()
        .read(
            tx ->
                tx.tasks().running(run).stream()
                    .filter(
                        task ->
                            tx.tasks()
                                .find(new TaskId(run, task.ordinal()))
                                .filter(found -> found.state() == TaskState.PENDING)
                                .isPresent())
                    .toList());
  }

  /** Goes through the tasks of a run in plan order. */
  public void tasks(
      Run run, Predicate<TaskResult> filter, int limit, Consumer<TaskResult> consumer) {
    int shown = 0;
    for (int from = 0; from < run.total() && shown < limit; from += PAGE) {
      int start = from;
      for (TaskResult task : ledger().read(tx -> tx.tasks().page(run.id(), start, PAGE))) {
        if (shown < limit && filter.test(task)) {
          consumer.accept(task);
          shown++;
        }
      }
    }
  }

  /** One task. */
  public TaskResult task(Run run, int ordinal) {
    return ledger()
        .read(tx -> tx.tasks().find(new TaskId(run.id(), ordinal)))
        .orElseThrow(
            () ->
                new MusterException(
                    ErrorKind.NOT_FOUND,
                    "run " + run.id() + " has no task " + ordinal + "; it has " + run.total(),
                    "muster runs tasks " + run.id()));
  }

  /**
   * Where what a task printed is kept; the log of a cached task lies in the folder of the run it
   * came from.
   *
   * @return empty when it printed nothing, or when that run and its files were deleted
   */
  public Optional<Path> findLog(Run run, TaskResult task) {
    TaskLog log = task.outcome() == null ? null : task.outcome().log();
    if (log == null) {
      return Optional.empty();
    }
    TaskId source = task.cachedFrom();
    Optional<Path> folder =
        source == null
            ? Optional.of(run.results())
            : ledger().read(tx -> tx.runs().find(source.run())).map(Run::results);
    return folder.map(results -> results.resolve(log.path())).filter(Files::exists);
  }

  /** Failures by kind and the start of their message, most frequent first. */
  public Map<String, Integer> failures(Run run) {
    Map<String, Integer> counts = new TreeMap<>();
    tasks(
        run,
        task -> task.outcome() != null && task.outcome().failure() != null,
        Integer.MAX_VALUE,
        task -> {
          var outcome = task.outcome();
          if (outcome != null && outcome.failure() != null) {
            counts.merge(outcome.failure().message(), 1, Integer::sum);
          }
        });
    return counts;
  }

  /**
   * Deletes a run: its rows, its results folder and large results that no other run refers to.
   *
   * @throws MusterException CONFLICT while its owner lives
   */
  public void delete(Run run) {
    List<String> unused = new ArrayList<>();
    ledger()
        .write(
            tx -> {
              if (alive(tx, run.id())) {
                throw new MusterException(
                    ErrorKind.CONFLICT,
                    "run " + run.id() + " is at work",
                    "stop it first with Ctrl-C where it runs");
              }
              unused.clear();
              unused.addAll(tx.runs().delete(run.id()));
              return unused.size();
            });
    try {
      new Blobs(services.home().resolve("results")).delete(unused);
      removeFolder(run);
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.FORBIDDEN,
          "run " + run.id() + " is deleted, but files of it are left: " + e,
          "remove " + run.results(),
          e);
    }
    var unusedNames =
        StoredResults.remove(services.stores(), ledger(), Map.of("run", run.id().value()));
  }

  private static void removeFolder(Run run) throws IOException {
    Path latest = run.results().resolveSibling("latest");
    if (Files.isSymbolicLink(latest)
        && Files.readSymbolicLink(latest).equals(run.results().getFileName())) {
      Files.delete(latest);
    }
    Trees.delete(run.results());
  }

  /**
   * Asks the owner of a run and waits for its answer.
   *
   * @throws MusterException CONFLICT when nobody works on the run, TIMEOUT without an answer in
   *     time
   */
  public String ask(
      Run run, Request.Kind kind, @Nullable Integer ordinal, Duration patience, Cancellation stop) {
    if (owner(run.id()) == null) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "nobody works on run " + run.id() + "; it is " + run.state(),
          run.state() == RunState.COMPLETED
              ? "muster runs show " + run.id()
              : "muster runs resume " + run.id());
    }
    Request request = ledger().write(tx -> tx.requests().add(run.id(), kind, ordinal));
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline && !stop.requested()) {
      String answer =
          ledger().read(tx -> tx.requests().find(request.id())).map(Request::answer).orElse(null);
      if (answer != null) {
        return answer;
      }
      LockSupport.parkNanos(TimeUnit.NANOSECONDS.convert(ASK_AGAIN));
    }
    throw new MusterException(
        ErrorKind.TIMEOUT,
        "the owner of run " + run.id() + " did not answer within " + patience.toSeconds() + " s",
        "look at it with muster runs show " + run.id());
  }
}
