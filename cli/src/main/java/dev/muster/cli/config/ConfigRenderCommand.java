package dev.muster.cli.config;

import dev.muster.cli.CliContext;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster config render FILE}: plain JSON, with --json as without. */
@Command(name = "render")
public final class ConfigRenderCommand extends ConfigCommand {

  @Option(
      names = "--literals",
      description =
          "Give numbers, True, False, None, lists, dicts and texts in quotes of an INI file as JSON"
              + " values, not as texts.")
  boolean literals;

  public ConfigRenderCommand(CliContext context) {
    super(context);
  }

  @Override
  boolean literals() {
    return literals;
  }

  @Override
  void show(Path file, Outcome outcome) {
    context().terminal().out().println(outcome.value().json());
  }
}
