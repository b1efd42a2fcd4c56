package dev.muster.config.pipeline;

import dev.muster.model.pipeline.Pipeline;
import dev.muster.spi.Problem;
import java.util.List;

/**
 * A pipeline file, read and checked.
 *
 * @param pipeline what it says
 * @param secrets names of variables whose values stand in no report
 * @param warnings what works but should be written otherwise
 */
public record LoadedPipeline(Pipeline pipeline, List<String> secrets, List<Problem> warnings) {

  public LoadedPipeline {
    secrets = List.copyOf(secrets);
    warnings = List.copyOf(warnings);
  }
}
