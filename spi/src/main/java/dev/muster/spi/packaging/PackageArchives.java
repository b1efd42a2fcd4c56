package dev.muster.spi.packaging;

import dev.muster.spi.Cancellation;
import dev.muster.spi.fleet.FileParts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Packages as archives. The first file of one is {@code SHA256SUMS}, as sha256sum writes it; the
 * SHA-256 of that is the package's digest. A signature is that of {@code SHA256SUMS} (Ed25519).
 */
public interface PackageArchives {

  /**
   * Writes a package. The same items give the same bytes; the file appears whole or not at all.
   *
   * @param target where to, when it is known what the package is called; a name that ends with
   *     {@code .gz} or {@code .tgz} is compressed
   * @param signingKey a private key as {@code openssl genpkey -algorithm ed25519} writes it, null
   *     for no signature
   * @param progress hears the bytes that are packed
   * @throws dev.muster.spi.MusterException INVALID for a file that changed meanwhile or a wrong
   *     key, QUOTA for a full disk
   */
  PackageContents write(
      PackageHead head,
      List<PackageItem> items,
      Function<PackageId, Path> target,
      @Nullable Path signingKey,
      LongConsumer progress,
      Cancellation cancellation);

  /**
   * Reads what an archive says of itself; looks at no other file in it.
   *
   * @param trustedKey a public key that has to have signed it, null to take it as it is
   * @throws dev.muster.spi.MusterException NOT_FOUND, or INVALID with what is wrong
   */
  PackageContents read(Path file, @Nullable Path trustedKey);

  /**
   * Reads all of an archive and compares every file.
   *
   * @throws dev.muster.spi.ProblemsException INVALID, naming each file that is wrong
   * @throws dev.muster.spi.MusterException NOT_FOUND, or INVALID for an archive that is none
   */
  PackageContents verify(
      Path file, @Nullable Path trustedKey, LongConsumer progress, Cancellation cancellation);

  /**
   * Compares every file, and says where each stands, those at the beginning included: in the
   * archive itself, which need not be unpacked to be copied to hosts.
   *
   * @param scratch gives a folder for the files of a compressed one, which has no place for them;
   *     asked for only then
   */
  FileParts parts(
      Path file,
      @Nullable Path trustedKey,
      Supplier<Path> scratch,
      LongConsumer progress,
      Cancellation cancellation);

  /**
   * Compares every file and writes it below a folder, which is made. What is written there when
   * something is wrong is not to be used.
   */
  PackageContents unpack(
      Path file,
      @Nullable Path trustedKey,
      Path folder,
      LongConsumer progress,
      Cancellation cancellation);

  /** The content of small files of a package, each compared with its hash; those that it has. */
  Map<String, byte[]> extract(Path file, Set<String> names);
}
