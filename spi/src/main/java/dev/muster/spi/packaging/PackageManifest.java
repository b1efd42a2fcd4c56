package dev.muster.spi.packaging;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a package says of itself, in its {@code manifest.json}.
 *
 * @param name of the package
 * @param version of the package
 * @param entry the file that its launch script starts, for instance {@code code/main.py}; null for
 *     none
 * @param python the {@code x.y} that its wheels were made for, {@code 3} for any, null when it has
 *     no wheels
 * @param machine what its programs run on, as {@code uname -m} says it; null for any
 * @param spark the version of Spark that is in it, null for none
 * @param java the version of Java that is in it, null for none
 * @param files all but {@code SHA256SUMS}, its signature and the manifest, by name
 */
public record PackageManifest(
    String name,
    String version,
    @Nullable String entry,
    @Nullable String python,
    @Nullable String machine,
    @Nullable String spark,
    @Nullable String java,
    List<PackageFile> files) {

  /** More files are refused. */
  public static final int MOST_FILES = 100_000;

  /** More bytes are refused. */
  public static final long MOST_BYTES = 32L << 30;

  private static final String WORD = "[A-Za-z0-9._+-]{1,64}";

  /**
   * Checks what may come from a foreign file.
   *
   * @throws IllegalArgumentException says what is wrong
   */
  public PackageManifest {
    files = files.stream().sorted(Comparator.comparing(PackageFile::name)).toList();
    require(PackageId.isName(name), "\"" + name + "\" cannot be the name of a package");
    require(PackageId.isVersion(version), "\"" + version + "\" cannot be a version");
    require(python == null || python.matches("3(\\.[0-9]{1,3})?"), "no Python is " + python);
    require(machine == null || machine.matches(WORD), "no machine is " + machine);
    require(spark == null || spark.matches(WORD), "no Spark is " + spark);
    require(java == null || java.matches(WORD), "no Java is " + java);
    require(files.size() <= MOST_FILES, "a package cannot have " + files.size() + " files");
    TreeSet<String> names = new TreeSet<>();
    long bytes = 0;
    for (PackageFile file : files) {
      require(names.add(file.name()), file.name() + " is there twice");
      bytes += file.size();
      require(bytes <= MOST_BYTES, "a package cannot have " + bytes + " bytes");
    }
    for (String file : names) {
      String below = names.ceiling(file + "/");
      require(
          below == null || !below.startsWith(file + "/"), file + " is both a file and a folder");
    }
    require(entry == null || names.contains(entry), "its entry " + entry + " is not in it");
  }

  /** The files' bytes together. */
  public long size() {
    return files.stream().mapToLong(PackageFile::size).sum();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
