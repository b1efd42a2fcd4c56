package dev.muster.cli.pipeline;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.core.pipeline.PipelinePlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster pipeline plan FILE}. */
@Command(name = "plan")
public final class PipelinePlanCommand extends PipelineCommand {

  @Mixin ReadingOptions reading = new ReadingOptions();

  @Mixin SelectionOptions selection = new SelectionOptions();

  @Option(names = "--fresh", description = "As if no step had been done before.")
  boolean fresh;

  public PipelinePlanCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    refuse(reading.problem());
    PipelinePlan plan =
        PipelinePlan.of(
            context().services().get(),
            load(reading.request(context().folder(), searchPath())).pipeline(),
            null,
            selection.selection(),
            fresh);
    new PlanView(console()).show(plan);
    return ExitCode.DONE.code();
  }
}
