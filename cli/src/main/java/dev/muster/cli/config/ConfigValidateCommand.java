package dev.muster.cli.config;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.spi.Problem;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code muster config validate FILE}: whether it can be worked out. */
@Command(name = "validate")
public final class ConfigValidateCommand extends ConfigCommand {

  public ConfigValidateCommand(CliContext context) {
    super(context);
  }

  @Override
  void show(Path file, Outcome outcome) {
    Console console = console();
    console.json(
        Console.object(
            "file", file.toString(),
            "valid", true,
            "chain", outcome.chain(),
            "warnings", outcome.warnings().stream().map(Problem::toString).toList()));
    console.print(console.good("valid") + "  " + file + (outcome.chain() ? ", a chain" : ""));
  }
}
