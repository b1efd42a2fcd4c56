package dev.muster.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** {@code muster} itself. Its options are declared in code: reading annotations takes time. */
final class RootCommand implements Callable<Integer> {

  private final CommandSpec spec;

  private RootCommand() {
    spec = CommandSpec.wrapWithoutInspection(this);
  }

  static CommandSpec spec(CliContext context) {
    CommandSpec spec = new RootCommand().spec;
    spec.name("muster");
    spec.addOption(
        OptionSpec.builder("-V", "--version")
            .type(boolean.class)
            .versionHelp(true)
            .description("Print the version.")
            .build());
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .type(boolean.class)
            .usageHelp(true)
            .description("Show this help, or that of a command.")
            .build());
    spec.version("muster " + context.version());
    spec.usageMessage().synopsisSubcommandLabel("COMMAND");
    return spec;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
