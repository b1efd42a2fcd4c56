package dev.muster.core.packaging;

import dev.muster.core.run.Trees;
import dev.muster.spi.Cancellation;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.packaging.PackageArchives;
import dev.muster.spi.packaging.PackageContents;
import dev.muster.spi.packaging.PackageId;
import dev.muster.spi.packaging.PackageManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A package's files in a folder of this machine, each compared.
 *
 * @param id of the package
 * @param manifest what is in it
 * @param folder that holds its files and nothing else
 */
public record PackageTree(PackageId id, PackageManifest manifest, Path folder) {

  /**
   * Unpacks an archive to {@code ABOVE/RELEASE}, which appears whole or not at all; one that is
   * there is taken as it is when its files were compared before.
   *
   * @param trustedKey a public key that has to have signed it, null to take it as it is
   */
  public static PackageTree unpack(
      PackageArchives archives,
      Path archive,
      @Nullable Path trustedKey,
      Path above,
      LongConsumer progress,
      Cancellation cancellation) {
    PackageContents contents = archives.read(archive, trustedKey);
    Path folder = above.resolve(contents.id().release());
    PackageTree tree = new PackageTree(contents.id(), contents.manifest(), folder);
    try {
      Files.createDirectories(above);
      if (!Files.exists(folder)) {
        Path fresh = Files.createTempDirectory(above, ".fresh-");
        try {
          archives.unpack(archive, trustedKey, fresh, progress, cancellation);
          Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
          Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          Trees.delete(fresh);
        }
      }
      return tree;
    } catch (IOException e) {
      FileFault fault = FileFault.of(e);
      throw new MusterException(
          fault.kind(),
          "unpacking " + archive + " to " + above + " failed: " + fault.words(),
          fault.full() ? "make room there" : null,
          e);
    }
  }

  /** Its {@code SHA256SUMS}. */
  public String sums() {
    try {
      return Files.readString(folder.resolve("SHA256SUMS"));
    } catch (IOException e) {
      throw new MusterException(
          FileFault.of(e).kind(), folder + " cannot be read: " + FileFault.of(e).words(), null, e);
    }
  }
}
