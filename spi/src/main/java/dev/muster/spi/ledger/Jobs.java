package dev.muster.spi.ledger;

import dev.muster.model.Job;
import dev.muster.model.JobId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Jobs. Several processes may look after one: a state is written only over one that allows it. */
public interface Jobs {

  /**
   * Writes a new job.
   *
   * @throws dev.muster.spi.MusterException CONFLICT when there is one of that id, NOT_FOUND when
   *     there is no such cluster
   */
  void insert(Job job);

  /** A job. */
  Optional<Job> find(JobId id);

  /**
   * Writes what is now known of a job, if its state in the ledger is the same or {@linkplain
   * dev.muster.model.JobState#mayBecome may become} the given one and it knows of no later attempt;
   * or when this is a later attempt and the one before has not ended. Cluster, kind, description
   * and creation stay; a null handle or start leaves the known one of the same attempt.
   *
   * @return false when it may not: another process knew more
   * @throws dev.muster.spi.MusterException NOT_FOUND
   */
  boolean update(Job job);

  /**
   * Jobs, newest first.
   *
   * @param cluster only of the cluster with this id; null for all
   * @param limit at most so many
   */
  List<Job> list(@Nullable String cluster, int limit);
}
