package dev.muster.spi.ledger;

import dev.muster.model.Digest;
import dev.muster.model.Lease;
import dev.muster.model.Outcome;
import dev.muster.model.ProjectName;
import dev.muster.model.RunId;
import dev.muster.model.Task;
import dev.muster.model.TaskId;
import dev.muster.model.TaskResult;
import dev.muster.model.TaskState;
import dev.muster.model.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tasks of runs and what became of them. */
public interface Tasks {

  /** Writes the plan of a run; a million tasks are read from the iterator one after the other. */
  void plan(RunId run, Iterator<Planned> tasks);

  /**
   * Brings the history of a project up to date with what its runs have committed. Those who plan do
   * this: all at once and in order it costs half of what it would with each outcome.
   */
  void remember(ProjectName project);

  /**
   * What is known of tasks by their keys: the latest outcome under each fingerprint, as of the last
   * {@link #remember}.
   */
  List<History> history(ProjectName project, Collection<Digest> keys);

  /**
   * Commits outcomes under the run's lease: from here on they count. An outcome that is there
   * already stays as it is.
   *
   * @return the ordinals that were new
   */
  Set<Integer> commit(RunId run, Lease lease, List<Outcome> outcomes);

  /** Goes through tasks that have no outcome, in plan order; cached ones have one. */
  void pending(RunId run, Consumer<Planned> consumer);

  /**
   * A page of a run's tasks in plan order, with their outcomes (of cached tasks: the first run's).
   *
   * @param from first ordinal
   * @param limit at most so many
   */
  List<TaskResult> page(RunId run, int from, int limit);

  /** One task. */
  Optional<TaskResult> find(TaskId task);

  /** Notes a worker process, under the run's lease. */
  void addWorker(RunId run, Lease lease, Worker worker);

  /** Worker processes of a run, by number. */
  List<Worker> workers(RunId run);

  /** Replaces what is known of tasks at work, under the run's lease. */
  void setRunning(RunId run, Lease lease, List<Running> running);

  /** Tasks at work, as the owner of the run last said. */
  List<Running> running(RunId run);

  /**
   * A task of a plan.
   *
   * @param task the task
   * @param key who it is: project, input, column, params, round
   * @param fingerprint what its result depends on: code and input version
   * @param cachedFrom a success under the same key and fingerprint, null when it has to run
   */
  record Planned(Task task, Digest key, Digest fingerprint, @Nullable TaskId cachedFrom) {}

  /**
   * What is known of a key under one fingerprint.
   *
   * @param code the code digest of the run
   * @param task where its outcome stands
   * @param ended when
   * @param duration of its last attempt
   */
  record History(
      Digest key,
      Digest fingerprint,
      Digest code,
      TaskState state,
      TaskId task,
      Instant ended,
      Duration duration) {}

  /** A task at work: on which worker, since when, at which attempt. */
  record Running(int ordinal, int worker, int attempt, Instant since) {}
}
