package dev.muster.spi.ledger;

import dev.muster.model.Digest;
import dev.muster.model.Lease;
import dev.muster.model.RunId;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs of pipelines, their steps, and the jobs that are attempts of steps. All writes but {@link
 * #insert} check the lease on {@link PipelineRun#resource()} in the same transaction: CONFLICT when
 * another has taken it; NOT_FOUND when there is no such run.
 */
public interface Pipelines {

  /**
   * Writes a new run with its steps.
   *
   * @throws dev.muster.spi.MusterException CONFLICT when there is one of that id
   */
  void insert(PipelineRun run, List<StepRecord> steps);

  /** A run. */
  Optional<PipelineRun> find(RunId id);

  /**
   * Runs, newest first.
   *
   * @param file only of the pipeline in this file; null for all
   * @param limit at most so many
   */
  List<PipelineRun> list(@Nullable Path file, int limit);

  /** Writes a run's state, exit code and end. */
  void update(PipelineRun run, Lease lease);

  /** Writes where steps stand, over what is there. */
  void putSteps(RunId run, List<StepRecord> steps, Lease lease);

  /** Steps of a run by number. */
  List<StepRecord> steps(RunId run);

  /** Writes jobs, new ones or over those of the same step and attempt. */
  void putJobs(RunId run, List<StepJob> jobs, Lease lease);

  /** Jobs of a run by step, then by attempt. */
  List<StepJob> jobs(RunId run);

  /**
   * The latest run in which a step of the pipeline in a file COMPLETED with a fingerprint, if it
   * did not run again since under another one.
   *
   * @return empty also when the latest of its attempts failed
   */
  Optional<RunId> unchanged(Path file, StepId step, Digest fingerprint);

  /** The steps of the pipeline in a file that have COMPLETED in any run, whatever came later. */
  Set<StepId> completed(Path file);
}
