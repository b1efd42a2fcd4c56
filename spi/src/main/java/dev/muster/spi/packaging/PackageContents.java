package dev.muster.spi.packaging;

import java.nio.file.Path;

/**
 * What an archive of a package says.
 *
 * @param file the archive
 * @param id of the package
 * @param manifest what is in it
 * @param signature whether somebody vouches for it
 */
public record PackageContents(
    Path file, PackageId id, PackageManifest manifest, Signature signature) {

  /** Whether somebody vouches for a package. */
  public enum Signature {
    /** Nobody does. */
    NONE,
    /** It has a signature that was compared with no key. */
    UNCHECKED,
    /** The holder of the trusted key does. */
    GOOD
  }
}
