package dev.muster.cli;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster distribution remove NAME[:VERSION]}. */
@Command(name = "remove")
final class DistributionRemoveCommand extends DistributionCommand {

  @Option(names = "--dry-run", description = "Print what would be removed.")
  boolean dryRun;

  DistributionRemoveCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    Distribution removed = cached();
    if (!dryRun && !common.yes) {
      throw new MusterException(
          ErrorKind.USAGE,
          "removing " + removed.id() + " from the cache cannot be undone",
          "say it with --yes, or look first with --dry-run");
    }
    long bytes = distributions().remove(removed, dryRun, context().control());
    Console console = console();
    console.json(Console.object("id", removed.id(), "bytes", bytes, "removed", !dryRun));
    console.print(
        (dryRun ? "would remove " : "removed ") + removed.id() + ", " + Texts.bytes(bytes));
    return ExitCode.DONE.code();
  }
}
