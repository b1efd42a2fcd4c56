package dev.muster.cli.pipeline;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.cli.Texts;
import dev.muster.config.pipeline.LoadedPipeline;
import dev.muster.model.pipeline.Pipeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code muster pipeline validate FILE}. */
@Command(name = "validate")
public final class PipelineValidateCommand extends PipelineCommand {

  @Mixin ReadingOptions reading = new ReadingOptions();

  public PipelineValidateCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    refuse(reading.problem());
    LoadedPipeline loaded = load(reading.request(context().folder(), searchPath()));
    Pipeline pipeline = loaded.pipeline();
    Console console = console();
    console.json(
        Console.object(
            "pipeline",
            pipeline.name(),
            "file",
            pipeline.file().toString(),
            "form",
            pipeline.form().name(),
            "steps",
            pipeline.steps().stream().map(step -> step.id().value()).toList()));
    console.print(
        console.good("valid")
            + "  pipeline "
            + Texts.plain(pipeline.name())
            + ", "
            + Texts.count(pipeline.steps().size(), "step"));
    return ExitCode.DONE.code();
  }
}
