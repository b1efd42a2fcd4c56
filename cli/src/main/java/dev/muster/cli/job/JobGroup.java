package dev.muster.cli.job;

import dev.muster.cli.CliContext;
import dev.muster.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code muster job}. */
@Command(name = "job", synopsisSubcommandLabel = "COMMAND")
public final class JobGroup extends CommandGroup {
  public JobGroup(CliContext context) {
    super(context);
  }
}
