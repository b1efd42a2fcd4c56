package dev.muster.core.packaging;

import dev.muster.core.Background;
import dev.muster.spi.Cancellation;
import dev.muster.spi.fleet.FileParts;
import dev.muster.spi.packaging.PackageArchives;
import dev.muster.spi.packaging.PackageContents;
import dev.muster.spi.packaging.PackageFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A package on its way to hosts: every file of it is compared while they are looked at. */
public final class PackageShipment implements AutoCloseable {

  private final PackageContents contents;
  private final Background<FileParts> files;
  private volatile boolean closed;

  private PackageShipment(
      PackageArchives archives,
      PackageContents contents,
      @Nullable Path trustedKey,
      Scratch scratch,
      Cancellation cancellation) {
    this.contents = contents;
    files =
        Background.of(
            () ->
                archives.parts(
                    contents.file(),
                    trustedKey,
                    scratch::folder,
                    bytes -> {},
                    () -> closed || cancellation.requested()));
  }

  /**
   * Reads what an archive says of itself, and begins to compare its files.
   *
   * @param trustedKey a public key that has to have signed it, null to take it as it is
   * @param scratch where files of a compressed archive are while they are on their way
   * @throws dev.muster.spi.MusterException NOT_FOUND, INVALID
   */
  public static PackageShipment of(
      PackageArchives archives,
      Path archive,
      @Nullable Path trustedKey,
      Scratch scratch,
      Cancellation cancellation) {
    return new PackageShipment(
        archives, archives.read(archive, trustedKey), trustedKey, scratch, cancellation);
  }

  /** What the archive says. */
  public PackageContents contents() {
    return contents;
  }

  /**
   * Its files, each compared; waits for that.
   *
   * @throws dev.muster.spi.ProblemsException INVALID, naming each file that is wrong
   */
  public FileParts files() {
    return files.await();
  }

  /** A line for each file, as {@code sha256sum} writes them. */
  public String sums() {
    StringBuilder text = new StringBuilder();
    for (PackageFile file : contents.manifest().files()) {
      text.append(file.sha256()).append("  ").append(file.name()).append('\n');
    }
    return text.toString();
  }

  @Override
  public void close() {
    closed = true;
    files.close();
  }
}
