package dev.muster.packages.distribution;

import dev.muster.packages.distribution.Archive.Entry;
import dev.muster.packages.distribution.ContentStore.Stored;
import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.Distribution.Origin;
import dev.muster.spi.distribution.DistributionFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/** Takes the files of a bundle or of Spark's own archive into the content store. */
final class Taker {

  /** Spark's archive: what a cluster needs of it. */
  private static final Set<String> FOLDERS = Set.of("jars", "bin", "sbin", "licenses");

  private static final String PYTHON = "python/lib/";
  private static final Set<String> FILES = Set.of("LICENSE", "NOTICE", "RELEASE");
  private static final Pattern CORE =
      Pattern.compile("jars/spark-core_([0-9.]+)-([0-9][0-9A-Za-z.+-]*)\\.jar");

  private final ContentStore contents;
  private final Path file;
  private final Cancellation cancellation;

  Taker(ContentStore contents, Path file, Cancellation cancellation) {
    this.contents = contents;
    this.file = file;
    this.cancellation = cancellation;
  }

  /** Reads all of it; the distribution counts only once it is put on the shelf. */
  Distribution take() throws IOException {
    Archive opened;
    try {
      opened = Archive.open(file);
    } catch (ZipException | EOFException e) {
      throw new MusterException(
          ErrorKind.INVALID, file + " cannot be taken: it is no archive", null, e);
    }
    try (Archive archive = opened) {
      try {
        Entry first = archive.next();
        if (first == null) {
          throw archive.invalid("it is no archive, or an empty one");
        }
        return first.regular() && first.name().endsWith("/" + Bundle.LOCK)
            ? bundle(archive, first)
            : tarball(archive, first);
      } catch (IOException e) {
        throw archive.translate(e);
      }
    }
  }

  private Distribution bundle(Archive archive, Entry first) throws IOException {
    if (first.size() > LockFile.MOST_BYTES) {
      throw archive.invalid("its " + Bundle.LOCK + " has " + first.size() + " bytes");
    }
    String text = new String(archive.content().readAllBytes(), StandardCharsets.UTF_8);
    Distribution stated;
    try {
      stated = LockFile.read(text, contents::path);
    } catch (IllegalArgumentException e) {
      throw archive.invalid("its " + Bundle.LOCK + " is wrong: " + e.getMessage());
    }
    requireRoom(stated.size());
    Map<String, DistributionFile> missing = new LinkedHashMap<>();
    stated.files().forEach(one -> missing.put(stated.id() + "/" + one.name(), one));
    for (Entry entry = archive.next(); entry != null; entry = archive.next()) {
      look();
      DistributionFile expected = missing.remove(entry.name());
      if (!entry.regular() || expected == null) {
        throw archive.invalid("it holds what it does not state: " + entry.name());
      }
      if (entry.size() != expected.size()) {
        throw archive.invalid(
            entry.name()
                + " has "
                + entry.size()
                + " bytes where "
                + expected.size()
                + " are stated");
      }
      Stored stored = contents.put(archive.content(), expected.size());
      if (!stored.sha256().equals(expected.sha256())) {
        throw archive.invalid(entry.name() + " has not the sha256 that is stated");
      }
    }
    if (!missing.isEmpty()) {
      throw archive.invalid(
          missing.size()
              + " files are missing, for instance "
              + missing.keySet().iterator().next());
    }
    return stated;
  }

  private Distribution tarball(Archive archive, Entry first) throws IOException {
    List<DistributionFile> files = new ArrayList<>();
    long bytes = 0;
    for (Entry entry = first; entry != null; entry = archive.next()) {
      look();
      int slash = entry.name().indexOf('/');
      String name = slash < 0 ? "" : entry.name().substring(slash + 1);
      if (!wanted(name) || entry.folder()) {
        bytes += entry.size();
        archive.skip();
      } else if (!entry.regular() || !DistributionFile.isName(name)) {
        throw archive.invalid("it holds a link or an odd name: " + entry.name());
      } else if (entry.size() > DistributionFile.LARGEST || bytes > Distribution.MOST_BYTES) {
        throw archive.invalid("it is larger than any distribution");
      } else {
        bytes += entry.size();
        requireRoom(entry.size());
        Stored stored = contents.put(archive.content(), entry.size());
        files.add(
            new DistributionFile(
                name, stored.sha256(), stored.size(), entry.executable(), stored.path()));
      }
      if (bytes > 2 * Distribution.MOST_BYTES) {
        throw archive.invalid("it is larger than any distribution");
      }
    }
    return named(archive, files);
  }

  private static boolean wanted(String name) {
    int slash = name.indexOf('/');
    return slash < 0
        ? FILES.contains(name)
        : FOLDERS.contains(name.substring(0, slash)) || name.startsWith(PYTHON);
  }

  /** A name and a version, found in the name of its first jar. */
  private static Distribution named(Archive archive, List<DistributionFile> files) {
    for (DistributionFile one : files) {
      Matcher core = CORE.matcher(one.name());
      if (core.matches()) {
        try {
          return Distribution.of("spark", core.group(2), core.group(1), Origin.TARBALL, files);
        } catch (IllegalArgumentException e) {
          throw archive.invalid(String.valueOf(e.getMessage()));
        }
      }
    }
    throw archive.invalid("it is neither a bundle nor Spark's archive: no jars/spark-core_…");
  }

  private void requireRoom(long bytes) throws IOException {
    contents.requireRoom(bytes, file);
  }

  private void look() {
    if (cancellation.requested()) {
      throw new MusterException(ErrorKind.INTERRUPTED, "stopped while " + file + " was taken");
    }
  }
}
