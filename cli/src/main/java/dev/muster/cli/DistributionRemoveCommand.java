package dev.muster.cli;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.DistributionSpec;
import dev.muster.spi.distribution.JarClosure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster distribution remove NAME[:VERSION] | jars@DIGEST}. */
@Command(name = "remove")
final class DistributionRemoveCommand extends DistributionCommand {

  @Option(names = "--dry-run", description = "Print what would be removed.")
  boolean dryRun;

  DistributionRemoveCommand(CliContext context) {
    super(context);
  }

  /** Takes something out of the cache; the bytes that go with it. */
  @FunctionalInterface
  private interface Removal {
    long remove(boolean dryRun) throws InterruptedException;
  }

  /**
   * Something in the cache.
   *
   * @param shown its id, for people
   */
  private record Kept(String id, String shown, Removal removal) {}

  @Override
  public Integer call() throws InterruptedException {
    Kept kept = kept();
    if (!dryRun && !common.yes) {
      throw new MusterException(
          ErrorKind.USAGE,
          "removing " + kept.id() + " from the cache cannot be undone",
          "say it with --yes, or look first with --dry-run");
    }
    long bytes = kept.removal().remove(dryRun);
    Console console = console();
    console.json(Console.object("id", kept.id(), "bytes", bytes, "removed", !dryRun));
    console.print(
        (dryRun ? "would remove " : "removed ") + kept.shown() + ", " + Texts.bytes(bytes));
    return ExitCode.DONE.code();
  }

  private Kept kept() {
    DistributionSpec spec = spec();
    if (!spec.name().equals(JARS)) {
      Distribution one = cached();
      return new Kept(
          one.id(), one.id(), dry -> distributions().remove(one, dry, context().control()));
    }
    JarClosure one = closure(spec);
    String id = JARS + "@" + one.digest().substring(0, SHORT);
    return new Kept(
        id,
        id + " (" + String.join(", ", one.coordinates()) + ")",
        dry -> distributions().remove(one, dry, context().control()));
  }

  private JarClosure closure(DistributionSpec spec) {
    String digest = spec.digest();
    if (digest == null) {
      throw usage("say which jars: jars@DIGEST, as muster distribution list shows it");
    }
    return distributions().closures().stream()
        .filter(one -> one.digest().startsWith(digest))
        .findFirst()
        .orElseThrow(
            () ->
                new MusterException(
                    ErrorKind.NOT_FOUND,
                    spec + " is not in the cache",
                    "see muster distribution list"));
  }
}
