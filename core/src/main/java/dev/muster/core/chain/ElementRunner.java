package dev.muster.core.chain;

import dev.muster.config.chain.ChainElement;
import dev.muster.config.chain.ElementWork.MapWork;
import dev.muster.core.pipeline.PipelineListener;
import dev.muster.core.pipeline.PipelineRuns;
import dev.muster.core.plan.Selection;
import dev.muster.core.run.MapRequest;
import dev.muster.core.run.RunListener;
import dev.muster.core.run.RunSummary;
import dev.muster.model.RunId;
import dev.muster.model.chain.ChainRun;
import dev.muster.model.chain.ElementRecord;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the caller does for a chain: says how it is run, and shows how it goes. */
public interface ElementRunner {

  /** The request for a map run. */
  MapRequest request(MapWork work, Selection selection);

  /** How long what runs has to end when the user stops it at once. */
  Duration grace();

  /** What people should know. */
  void message(String text);

  /** The chain begins, or is taken up. */
  void started(ChainRun run, List<ElementRecord> elements);

  /**
   * An element's turn has come.
   *
   * @param taken the run that is gone on with; null for a new one
   */
  void begins(ChainElement element, @Nullable RunId taken);

  /** Does a map run and shows how it goes. */
  RunSummary map(ChainElement element, MapCall call) throws InterruptedException;

  /** Runs a pipeline and shows how it goes. */
  PipelineRuns.End pipeline(ChainElement element, PipelineCall call) throws InterruptedException;

  /** A map run that waits for one who listens. */
  @FunctionalInterface
  interface MapCall {
    RunSummary run(RunListener listener) throws InterruptedException;
  }

  /** A run of a pipeline that waits for one who listens. */
  @FunctionalInterface
  interface PipelineCall {
    PipelineRuns.End run(PipelineListener listener) throws InterruptedException;
  }
}
