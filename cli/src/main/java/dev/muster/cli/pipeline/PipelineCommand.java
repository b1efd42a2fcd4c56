package dev.muster.cli.pipeline;

import dev.muster.cli.CliContext;
import dev.muster.cli.MusterCommand;
import dev.muster.cli.Texts;
import dev.muster.config.pipeline.LoadedPipeline;
import dev.muster.config.pipeline.PipelineFile;
import dev.muster.config.pipeline.PipelineRequest;
import dev.muster.spi.Problem;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command about a pipeline file. */
abstract class PipelineCommand extends MusterCommand {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The pipeline: YAML or JSON, in Muster's form or in multimno's.")
  @Nullable Path file;

  PipelineCommand(CliContext context) {
    super(context);
  }

  /** The file that was named, as it was named where that is possible. */
  Path requireFile() {
    Path named = file;
    if (named == null) {
      throw usage("name the pipeline file, for instance muster pipeline run pipeline.json");
    }
    return context().folder().resolve(named);
  }

  /** Reads and checks the file; warnings are said. */
  LoadedPipeline load(PipelineRequest request) {
    LoadedPipeline loaded = PipelineFile.load(requireFile(), request);
    for (Problem warning : loaded.warnings()) {
      console().say("warning: " + Texts.plain(warning.toString()));
    }
    return loaded;
  }

  /** Refuses wrong usage. */
  void refuse(@Nullable String problem) {
    if (problem != null) {
      throw usage(problem);
    }
  }

  /** {@code PATH} of this machine. */
  String searchPath() {
    return context().services().get().environment().getOrDefault("PATH", "");
  }
}
