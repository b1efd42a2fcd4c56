package dev.muster.core.packaging;

import dev.muster.core.Services;
import dev.muster.core.run.Trees;
import dev.muster.model.HostAddress;
import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.FleetListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.packaging.PackageArchives;
import dev.muster.spi.packaging.PackageContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Packages in a folder of this machine: {@code NAME/RELEASE}, {@code NAME/current}. */
public final class LocalInstallation {

  private static final HostAddress HERE = HostAddress.of("localhost");
  private static final Duration PREPARE = Duration.ofMinutes(30);
  private static final int USAGE = 64;
  private static final int BAD = 65;
  private static final int NOT_THERE = 66;
  private static final int FULL = 75;

  private final Services services;

  public LocalInstallation(Services services) {
    this.services = services;
  }

  /**
   * Installs a package.
   *
   * @param above the folder that gets {@code NAME/RELEASE}
   * @return the folder of the release
   */
  public Path install(
      Path archive,
      @Nullable Path trustedKey,
      Path above,
      @Nullable String python,
      LongConsumer progress,
      Cancellation cancellation) {
    PackageArchives archives = services.packaging().get().archives();
    PackageContents contents = archives.read(archive, trustedKey);
    Path folder = above.resolve(contents.id().name());
    Path root = folder.resolve(contents.id().release());
    List<String> arguments = new ArrayList<>();
    if (!Files.exists(root)) {
      arguments.add("--checked");
      unpack(root, fresh -> archives.unpack(archive, trustedKey, fresh, progress, cancellation));
    }
    arguments.add("--link");
    if (python != null) {
      arguments.addAll(List.of("--python", python));
    }
    arguments.add(root.toString());
    run("install.sh", "installing " + contents.id() + " in " + above, arguments);
    return root;
  }

  /** What is unpacked appears whole or not at all. */
  private static void unpack(Path root, Consumer<Path> unpacking) {
    Path above = root.getParent();
    try {
      Files.createDirectories(above);
      Path fresh = Files.createTempDirectory(above, ".fresh-");
      try {
        unpacking.accept(fresh);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(fresh, root, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Trees.delete(fresh);
      }
    } catch (IOException e) {
      FileFault fault = FileFault.of(e);
      throw new MusterException(
          fault.kind(),
          "unpacking to " + above + " failed: " + fault.words(),
          fault.full() ? "make room there" : null,
          e);
    }
  }

  /**
   * Makes another release current.
   *
   * @param release null for the one before
   * @return the one that is current now
   */
  public String restore(Path above, String name, @Nullable String release) {
    Path folder = above.resolve(name);
    if (!Files.isDirectory(folder)) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "there is no package " + name + " in " + above, null);
    }
    List<String> arguments = new ArrayList<>(List.of(folder.toString()));
    if (release != null) {
      arguments.add(release);
    }
    String said = run("restore.sh", "restoring " + name + " in " + above, arguments).strip();
    return said.isEmpty() && release != null ? release : said;
  }

  private String run(String script, String what, List<String> arguments) {
    FleetAccess access = FleetAccess.builder().local(Set.of(HERE)).build();
    OutputCollector output = new OutputCollector();
    HostResult result;
    try (Fleet fleet = services.fleets().get().open(access, new FleetListener() {})) {
      result =
          fleet
              .exec(
                  List.of(HERE),
                  RemoteCommand.script(
                      PackageScripts.text(script), arguments.toArray(String[]::new)),
                  PREPARE,
                  output)
              .get(0);
    }
    if (result.succeeded()) {
      return output.out(0);
    }
    HostFailure failure = result.failure();
    if (failure != null) {
      throw new MusterException(
          failure.kind().error(), what + " failed: " + failure.message(), failure.hint());
    }
    int code = result.exitCode() == null ? 1 : result.exitCode();
    throw new MusterException(kind(code), what + " failed: " + output.err(0).strip(), null);
  }

  private static ErrorKind kind(int code) {
    return switch (code) {
      case USAGE -> ErrorKind.USAGE;
      case BAD, NOT_THERE -> ErrorKind.INVALID;
      case FULL -> ErrorKind.QUOTA;
      default -> ErrorKind.UNAVAILABLE;
    };
  }
}
