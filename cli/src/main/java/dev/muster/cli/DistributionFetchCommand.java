package dev.muster.cli;

import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.DistributionSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster distribution fetch NAME[:VERSION]}. */
@Command(name = "fetch")
final class DistributionFetchCommand extends DistributionCommand {

  @Mixin FetchSettings settings = new FetchSettings();

  @Option(
      names = "--verify",
      description = "Hash every file again, also those that nobody seems to have touched.")
  boolean verify;

  @Option(names = "--dry-run", description = "Say only whether it would be fetched.")
  boolean dryRun;

  DistributionFetchCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    Console console = console();
    if (dryRun) {
      say(console);
      return ExitCode.DONE.code();
    }
    Distribution fetched = fetch(settings, verify);
    console.json(facts(fetched));
    console.print(line(fetched));
    return ExitCode.DONE.code();
  }

  private void say(Console console) {
    DistributionSpec spec = spec();
    String version =
        spec.version() != null
            ? spec.version()
            : distributions().known().stream()
                .filter(known -> known.name().equals(spec.name()))
                .findFirst()
                .map(known -> known.defaultVersion())
                .orElse("");
    boolean here =
        distributions().list().stream()
            .anyMatch(one -> one.name().equals(spec.name()) && one.version().equals(version));
    console.json(Console.object("name", spec.name(), "version", version, "cached", here));
    console.print((here ? "in the cache: " : "would fetch ") + spec.name() + ":" + version);
  }
}
