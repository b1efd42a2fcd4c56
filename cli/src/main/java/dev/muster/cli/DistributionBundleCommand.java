package dev.muster.cli;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster distribution bundle NAME[:VERSION] -o FILE}. */
@Command(name = "bundle")
final class DistributionBundleCommand extends DistributionCommand {

  @Mixin FetchSettings settings = new FetchSettings();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write it (default: ID.tar.gz in the current folder).")
  @Nullable Path output;

  @Option(names = "--dry-run", description = "Say only what would be written.")
  boolean dryRun;

  DistributionBundleCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    Console console = console();
    if (dryRun) {
      Distribution cached = cached();
      Path file = file(cached);
      console.json(Console.object("file", file.toString(), "bytes", cached.size()));
      console.print("would write " + line(cached) + " to " + file);
      return ExitCode.DONE.code();
    }
    if (output != null) {
      require(context().folder().resolve(output)); // before minutes of fetching
    }
    Distribution distribution = fetch(settings, false);
    Path file = file(distribution);
    require(file);
    distributions().bundle(distribution, file, context().control());
    long bytes = new File(file.toString()).length();
    console.json(
        Console.object("file", file.toString(), "bytes", bytes, "digest", distribution.digest()));
    console.print("wrote " + file + " (" + Texts.bytes(bytes) + ")");
    console.say("on the other machine: muster distribution import " + Texts.quoted(name(file)));
    return ExitCode.DONE.code();
  }

  private Path file(Distribution distribution) {
    Path named = output;
    return context()
        .folder()
        .resolve(named == null ? Path.of(distribution.id() + ".tar.gz") : named);
  }

  private void require(Path file) {
    if (Files.isDirectory(file)) {
      throw new MusterException(
          ErrorKind.INVALID, file + " is a folder", "name a file: -o " + file + "/spark.tar.gz");
    }
    if (Files.exists(file) && !common.yes) {
      throw new MusterException(
          ErrorKind.CONFLICT, file + " is there already", "name another file, or say --yes");
    }
    if (file.getParent() != null && !Files.isDirectory(file.getParent())) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "there is no folder " + file.getParent(), "make it first");
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
