package dev.muster.cli;

import dev.muster.spi.distribution.Distribution;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code muster distribution import FILE}. */
@Command(name = "import")
final class DistributionImportCommand extends MusterCommand {

  @Parameters(
      paramLabel = "FILE",
      description =
          "What muster distribution bundle wrote, or Spark's own archive"
              + " (spark-4.1.1-bin-hadoop3.tgz).")
  Path file = Path.of("");

  DistributionImportCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    Distribution taken =
        context()
            .services()
            .get()
            .distributions()
            .get()
            .take(context().folder().resolve(file), context().control());
    Console console = console();
    console.json(DistributionCommand.facts(taken));
    console.print(DistributionCommand.line(taken));
    return ExitCode.DONE.code();
  }
}
