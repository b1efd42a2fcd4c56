package dev.muster.spi.distribution;

import dev.muster.model.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A distribution that is whole and on this machine.
 *
 * @param name for instance {@code spark}
 * @param version for instance {@code 4.1.1}
 * @param scala the Scala that its jars were made for, for instance {@code 2.13}; empty for none
 * @param origin where it came from
 * @param digest SHA-256 over names, hashes and sizes of all files: equal digests, equal files
 * @param files by name
 */
public record Distribution(
    String name,
    String version,
    String scala,
    Origin origin,
    String digest,
    List<DistributionFile> files) {

  /** More files are refused. */
  public static final int MOST_FILES = 20_000;

  /** More bytes are refused. */
  public static final long MOST_BYTES = 8L << 30;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
  private static final Pattern VERSION = Pattern.compile("[0-9][0-9A-Za-z.+-]{0,40}");
  private static final Pattern SCALA = Pattern.compile("|[23]\\.[0-9]{1,2}|3");

  /** Where a distribution came from. */
  public enum Origin {
    /** Resolved by Maven coordinates. */
    MAVEN,
    /** Taken from a project's own archive. */
    TARBALL
  }

  /**
   * Checks what may come from a foreign file.
   *
   * @throws IllegalArgumentException says what is wrong
   */
  public Distribution {
    files = files.stream().sorted(Comparator.comparing(DistributionFile::name)).toList();
    require(NAME.matcher(name).matches(), "\"" + name + "\" cannot be the name of a distribution");
    require(VERSION.matcher(version).matches(), "\"" + version + "\" cannot be a version");
    require(SCALA.matcher(scala).matches(), "\"" + scala + "\" cannot be a version of Scala");
    require(
        !files.isEmpty() && files.size() <= MOST_FILES,
        "a distribution cannot have " + files.size() + " files");
    TreeSet<String> names = new TreeSet<>();
    long bytes = 0;
    for (DistributionFile file : files) {
      require(names.add(file.name()), file.name() + " is there twice");
      bytes += file.size();
    }
    require(bytes <= MOST_BYTES, "a distribution cannot have " + bytes + " bytes");
    for (String file : names) {
      String below = names.ceiling(file + "/");
      require(
          below == null || !below.startsWith(file + "/"), file + " is both a file and a folder");
    }
    require(digest.equals(digestOf(files)), "the digest " + digest + " is not that of the files");
  }

  /** Makes one of its files. */
  public static Distribution of(
      String name, String version, String scala, Origin origin, List<DistributionFile> files) {
    List<DistributionFile> sorted =
        files.stream().sorted(Comparator.comparing(DistributionFile::name)).toList();
    return new Distribution(name, version, scala, origin, digestOf(sorted), sorted);
  }

  /** The files' bytes together. */
  public long size() {
    return files.stream().mapToLong(DistributionFile::size).sum();
  }

  /** For instance {@code spark-4.1.1_2.13}; those from archives also have their digest's start. */
  public String id() {
    return name
        + "-"
        + version
        + (scala.isEmpty() ? "" : "_" + scala)
        + switch (origin) {
          case MAVEN -> "";
          case TARBALL -> "-" + digest.substring(0, 8);
        };
  }

  /** Where the content of a file is on this machine. */
  public Optional<Path> find(String file) {
    return files.stream()
        .filter(one -> one.name().equals(file))
        .map(DistributionFile::path)
        .findFirst();
  }

  private static String digestOf(List<DistributionFile> sorted) {
    MessageDigest sha256 = Digest.sha256();
    for (DistributionFile file : sorted) {
      String line =
          file.sha256()
              + " "
              + file.size()
              + (file.executable() ? " x " : " - ")
              + file.name()
              + "\n";
      sha256.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
