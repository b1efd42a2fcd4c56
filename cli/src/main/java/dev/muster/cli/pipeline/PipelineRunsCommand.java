package dev.muster.cli.pipeline;

import dev.muster.cli.CliContext;
import dev.muster.cli.MusterCommand;
import dev.muster.core.pipeline.PipelineCatalog;
import dev.muster.model.pipeline.PipelineRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command about one run of a pipeline. */
abstract class PipelineRunsCommand extends MusterCommand {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      description =
          "A run's id, the start or end of it, latest, or a pipeline file for its latest run.")
  @Nullable String run;

  PipelineRunsCommand(CliContext context) {
    super(context);
  }

  PipelineCatalog catalog() {
    return new PipelineCatalog(context().services().get());
  }

  PipelineRun run() {
    String named = run;
    if (named == null) {
      throw usage("name a run, or latest");
    }
    return catalog().require(named, context().folder());
  }
}
