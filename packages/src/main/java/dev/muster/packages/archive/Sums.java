package dev.muster.packages.archive;

import dev.muster.model.Digest;
import dev.muster.spi.packaging.PackageFile;
import dev.muster.spi.packaging.PackageManifest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code SHA256SUMS}: a line for each file of a package but itself and its signature, as {@code
 * sha256sum} writes and checks them.
 *
 * @param hashes by name
 */
record Sums(Map<String, String> hashes) {

  /** Its name. */
  static final String NAME = "SHA256SUMS";

  /** The name of its signature: Ed25519 in Base64. */
  static final String SIGNATURE = "SHA256SUMS.sig";

  /** The name of the manifest. */
  static final String MANIFEST = "manifest.json";

  /** The largest text that is read. */
  static final int MOST_BYTES = 64 << 20;

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](.+)");

  Sums {
    hashes = new TreeMap<>(hashes);
  }

  /** That of a manifest and its files. */
  static Sums of(String manifest, Iterable<PackageFile> files) {
    Map<String, String> hashes = new TreeMap<>();
    files.forEach(file -> hashes.put(file.name(), file.sha256()));
    hashes.put(MANIFEST, sha256(manifest));
    return new Sums(hashes);
  }

  /** The text. */
  String text() {
    StringBuilder text = new StringBuilder();
    hashes.forEach((name, hash) -> text.append(hash).append("  ").append(name).append('\n'));
    return text.toString();
  }

  /**
   * Reads it; it may come from anywhere.
   *
   * @throws IllegalArgumentException says what is wrong
   */
  static Sums read(String text) {
    Map<String, String> hashes = new TreeMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      Matcher parts = LINE.matcher(line);
      if (!parts.matches() || !PackageFile.isName(parts.group(2))) {
        throw new IllegalArgumentException(
            "line " + number + " of its " + NAME + " is no hash and name");
      }
      if (hashes.put(parts.group(2), parts.group(1)) != null) {
        throw new IllegalArgumentException("its " + NAME + " names " + parts.group(2) + " twice");
      }
      if (number > PackageManifest.MOST_FILES + 1) {
        throw new IllegalArgumentException("its " + NAME + " has more lines than a package files");
      }
    }
    return new Sums(hashes);
  }

  /**
   * Compares it with the manifest beside it.
   *
   * @throws IllegalArgumentException when they differ
   */
  void require(String manifestText, PackageManifest manifest) {
    if (!sha256(manifestText).equals(hashes.get(MANIFEST))) {
      throw new IllegalArgumentException(
          "its " + MANIFEST + " has not the hash that " + NAME + " states");
    }
    for (PackageFile file : manifest.files()) {
      if (!file.sha256().equals(hashes.get(file.name()))) {
        throw new IllegalArgumentException(
            MANIFEST + " and " + NAME + " state different hashes of " + file.name());
      }
    }
    if (hashes.size() != manifest.files().size() + 1) {
      throw new IllegalArgumentException(
          NAME + " names " + hashes.size() + " files, " + MANIFEST + " " + manifest.files().size());
    }
  }

  private static String sha256(String text) {
    return HexFormat.of().formatHex(Digest.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
