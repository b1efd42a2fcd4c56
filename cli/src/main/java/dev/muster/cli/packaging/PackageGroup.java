package dev.muster.cli.packaging;

import dev.muster.cli.CliContext;
import dev.muster.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code muster package}. */
@Command(name = "package", synopsisSubcommandLabel = "COMMAND")
public final class PackageGroup extends CommandGroup {
  public PackageGroup(CliContext context) {
    super(context);
  }
}
