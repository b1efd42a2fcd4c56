package dev.muster.cli.packaging;

import dev.muster.cli.CliContext;
import dev.muster.cli.MusterCommand;
import dev.muster.spi.packaging.PackageArchives;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command about an archive that is there. */
abstract class ArchiveCommand extends MusterCommand {

  @Parameters(index = "0", paramLabel = "FILE", description = "What muster package build wrote.")
  Path file = Path.of("");

  ArchiveCommand(CliContext context) {
    super(context);
  }

  /** Whose signature is asked for. */
  static final class Trust {
    @Option(
        names = "--trusted-key",
        paramLabel = "FILE",
        description = "A public key (PEM, Ed25519) whose holder has to have signed the package.")
    @Nullable Path key;

    @Nullable Path key(Path folder) {
      Path named = key;
      return named == null ? null : folder.resolve(named);
    }
  }

  PackageArchives archives() {
    return context().services().get().packaging().get().archives();
  }

  Path file() {
    return context().folder().resolve(file);
  }
}
