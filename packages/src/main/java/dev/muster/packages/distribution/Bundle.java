package dev.muster.packages.distribution;

import dev.muster.packages.distribution.Hashing.Algorithm;
import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.DistributionFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A distribution as one file: {@code ID/distribution.json}, then {@code ID/NAME} for each file, in
 * a tar in gzip. Owners, times and order are fixed, so the same distribution gives the same bytes.
 */
final class Bundle {

  /** The first entry, below the folder. */
  static final String LOCK = "distribution.json";

  private static final int BUFFER = 1 << 16;

  private Bundle() {}

  /** Writes it; the file appears whole or not at all. */
  static void write(Distribution distribution, Path file, Cancellation cancellation)
      throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path fresh = Files.createTempFile(folder, "." + file.getFileName(), ".fresh");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh), BUFFER);
          TarArchiveOutputStream tar = SteadyTar.to(out, true)) {
        SteadyTar.text(tar, distribution.id() + "/" + LOCK, LockFile.write(distribution));
        for (DistributionFile one : distribution.files()) {
          add(tar, distribution, one, cancellation);
        }
      }
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void add(
      TarArchiveOutputStream tar,
      Distribution distribution,
      DistributionFile file,
      Cancellation cancellation)
      throws IOException {
    if (cancellation.requested()) {
      throw new MusterException(
          ErrorKind.INTERRUPTED, "stopped while " + distribution.id() + " was bundled");
    }
    if (!Files.isRegularFile(file.path()) || Files.size(file.path()) != file.size()) {
      throw damaged(distribution, file);
    }
    SteadyTar.begin(tar, distribution.id() + "/" + file.name(), file.size(), file.executable());
    MessageDigest digest = Algorithm.SHA256.digest();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file.path())) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        tar.write(buffer, 0, read);
      }
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
      throw damaged(distribution, file);
    }
    tar.closeArchiveEntry();
  }

  private static MusterException damaged(Distribution distribution, DistributionFile file) {
    return new MusterException(
        ErrorKind.INVALID,
        file.name() + " of " + distribution.id() + " is damaged in the cache: " + file.path(),
        "fetch it again: muster distribution fetch "
            + distribution.name()
            + ":"
            + distribution.version());
  }
}
