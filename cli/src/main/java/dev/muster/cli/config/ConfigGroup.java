package dev.muster.cli.config;

import dev.muster.cli.CliContext;
import dev.muster.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code muster config}. */
@Command(name = "config", synopsisSubcommandLabel = "COMMAND")
public final class ConfigGroup extends CommandGroup {
  public ConfigGroup(CliContext context) {
    super(context);
  }
}
