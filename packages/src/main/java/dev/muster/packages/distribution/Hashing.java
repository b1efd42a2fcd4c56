package dev.muster.packages.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes of files, as hexadecimal digits in lower case. */
final class Hashing {

  /** Those that every Java platform has. */
  enum Algorithm {
    /** What we say of files. */
    SHA256("SHA-256"),
    /** What Maven repositories say of files. */
    SHA1("SHA-1");

    private final String java;

    Algorithm(String java) {
      this.java = java;
    }

    MessageDigest digest() {
      try {
        return MessageDigest.getInstance(java);
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every Java platform has " + java, e);
      }
    }
  }

  private static final int BUFFER = 1 << 16;

  private Hashing() {}

  static String of(Path file, Algorithm algorithm) throws IOException {
    MessageDigest digest = algorithm.digest();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
