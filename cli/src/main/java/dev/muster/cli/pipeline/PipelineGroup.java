package dev.muster.cli.pipeline;

import dev.muster.cli.CliContext;
import dev.muster.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code muster pipeline}. */
@Command(name = "pipeline", synopsisSubcommandLabel = "COMMAND")
public final class PipelineGroup extends CommandGroup {
  public PipelineGroup(CliContext context) {
    super(context);
  }
}
