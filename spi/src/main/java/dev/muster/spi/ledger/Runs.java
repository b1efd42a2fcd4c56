package dev.muster.spi.ledger;

import dev.muster.model.Lease;
import dev.muster.model.ProjectName;
import dev.muster.model.Run;
import dev.muster.model.RunId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs. */
public interface Runs {

  /** Writes a new run. */
  void insert(Run run);

  /** The run, deleted ones too. */
  Optional<Run> find(RunId id);

  /**
   * Runs that are not deleted, newest first.
   *
   * @param project only of this project; null for all
   * @param limit at most so many
   */
  List<Run> list(@Nullable ProjectName project, int limit);

  /** Runs of a project in state RUNNING; makes two planners of one project wait for each other. */
  List<Run> running(ProjectName project);

  /** Writes a run's state, end, counts and timings, under its lease. */
  void update(Run run, Lease lease);

  /** How many tasks of a run stand where. */
  Counts counts(RunId id);

  /**
   * Deletes a run, except for outcomes that cached tasks of other runs refer to; what is kept for
   * them goes with the last of those runs.
   *
   * @return SHA-256 of large results that nothing refers to any more
   */
  List<String> delete(RunId id);

  /**
   * Counts of a run's tasks.
   *
   * @param cached those of succeeded that came from earlier runs
   */
  record Counts(int pending, int succeeded, int failed, int revoked, int cached) {}
}
