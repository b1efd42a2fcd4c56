package dev.muster.cli.config;

import dev.muster.cli.CliContext;
import dev.muster.config.language.Configuration;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code muster config render FILE}: plain JSON, with --json as without. */
@Command(name = "render")
public final class ConfigRenderCommand extends ConfigCommand {

  public ConfigRenderCommand(CliContext context) {
    super(context);
  }

  @Override
  void show(Path file, Configuration configuration) {
    context().terminal().out().println(configuration.json());
  }
}
