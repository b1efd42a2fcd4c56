package dev.muster.core.packaging;

import dev.muster.core.Services;
import dev.muster.core.run.Trees;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder for what is made on the way to or from a package, below {@code tmp/} of Muster's home.
 * What a killed Muster left there goes when the next one is made, a day later.
 */
public final class Scratch implements AutoCloseable {

  private static final String NAME = "package-";
  private static final Duration LEFT = Duration.ofDays(1);

  private final Services services;
  private @Nullable Path folder;

  public Scratch(Services services) {
    this.services = services;
  }

  /** The folder; it is made when it is first asked for. */
  public synchronized Path folder() {
    Path known = folder;
    if (known == null) {
      try {
        Path tmp = Files.createDirectories(services.home().resolve("tmp"));
        sweep(tmp);
        known = Files.createTempDirectory(tmp, NAME);
      } catch (IOException e) {
        throw new MusterException(
            FileFault.of(e).kind(),
            "no folder can be made in " + services.home() + ": " + FileFault.of(e).words(),
            "set MUSTER_HOME to a folder that you may write to",
            e);
      }
      folder = known;
    }
    return known;
  }

  private void sweep(Path tmp) throws IOException {
    Instant limit = services.clock().instant().minus(LEFT);
    List<Path> left;
    try (Stream<Path> all = Files.list(tmp)) {
      left = all.filter(each -> String.valueOf(each.getFileName()).startsWith(NAME)).toList();
    }
    for (Path each : left) {
      if (Files.exists(each) && Files.getLastModifiedTime(each).toInstant().isBefore(limit)) {
        Trees.delete(each);
      }
    }
  }

  @Override
  public synchronized void close() {
    Path made = folder;
    if (made == null) {
      return;
    }
    try {
      Trees.delete(made);
    } catch (IOException e) {
      throw new MusterException(
          FileFault.of(e).kind(), made + " cannot be removed: " + FileFault.of(e).words(), null, e);
    }
  }
}
