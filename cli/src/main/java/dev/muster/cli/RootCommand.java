package dev.muster.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** {@code muster} itself. Its options are declared in code: reading annotations takes time. */
final class RootCommand implements Callable<Integer>, IVersionProvider {

  private final CommandSpec spec;
  private final Supplier<String> version;

  private RootCommand(Supplier<String> version) {
    this.version = version;
    spec = CommandSpec.wrapWithoutInspection(this);
  }

  static CommandSpec spec(CliContext context) {
    RootCommand root = new RootCommand(context.version());
    CommandSpec spec = root.spec;
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
    spec.versionProvider(root);
    spec.usageMessage().synopsisSubcommandLabel("COMMAND");
    return spec;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"muster " + version.get()};
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
