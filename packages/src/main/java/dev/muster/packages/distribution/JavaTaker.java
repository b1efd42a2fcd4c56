package dev.muster.packages.distribution;

import dev.muster.packages.distribution.Archive.Entry;
import dev.muster.packages.distribution.ContentStore.Stored;
import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.Distribution.Origin;
import dev.muster.spi.distribution.DistributionFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes a Java, a folder or a tar of it, into the content store; links become what they lead to.
 */
final class JavaTaker {

  private static final String PROGRAM = "bin/java";
  private static final String RELEASE = "release";
  private static final int LONGEST_RELEASE = 1 << 20;
  private static final int MOST_LINKS = 8;

  /** Says a JDK's own file of its version, for instance {@code JAVA_VERSION="17.0.15"}. */
  private static final Pattern VERSION =
      Pattern.compile("(?m)^JAVA_VERSION=\"?([0-9][0-9A-Za-z._+-]{0,40})\"?\\s*$");

  private final ContentStore contents;
  private final Path given;
  private final Cancellation cancellation;
  private final Map<String, DistributionFile> files = new TreeMap<>();
  private long bytes;

  JavaTaker(ContentStore contents, Path given, Cancellation cancellation) {
    this.contents = contents;
    this.given = given;
    this.cancellation = cancellation;
  }

  /** Reads all of it; the distribution counts only once it is put on the shelf. */
  Distribution take() throws IOException {
    if (Files.isDirectory(given)) {
      folder();
    } else if (Files.isRegularFile(given)) {
      tar();
    } else {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "there is no folder or file " + given, "name a JDK of this machine");
    }
    DistributionFile program = files.get(PROGRAM);
    DistributionFile release = files.get(RELEASE);
    if (program == null || !program.executable() || release == null) {
      throw invalid("it has no " + (release == null ? RELEASE : "program " + PROGRAM));
    }
    if (release.size() > LONGEST_RELEASE) {
      throw invalid("its " + RELEASE + " has " + release.size() + " bytes");
    }
    Matcher version = VERSION.matcher(Files.readString(release.path()));
    if (!version.find()) {
      throw invalid("its " + RELEASE + " states no JAVA_VERSION");
    }
    return Distribution.of(
        "java",
        version.group(1).replace('_', '+'),
        "",
        Origin.TARBALL,
        List.copyOf(files.values()));
  }

  private void folder() throws IOException {
    try (Stream<Path> walk = Files.walk(given, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        boolean executable =
            Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
        try (InputStream in = Files.newInputStream(file)) {
          add(given.relativize(file).toString(), in, Files.size(file), executable);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void tar() throws IOException {
    Map<String, String> links = new HashMap<>();
    try (Archive archive = Archive.open(given)) {
      for (Entry entry = archive.next(); entry != null; entry = archive.next()) {
        int slash = entry.name().indexOf('/');
        String name = slash < 0 ? "" : entry.name().substring(slash + 1);
        String link = entry.link();
        if (name.isEmpty() || entry.folder()) {
          archive.skip();
        } else if (link != null && links.size() < Distribution.MOST_FILES) {
          links.put(name, link);
        } else if (entry.regular()) {
          add(name, archive.content(), entry.size(), entry.executable());
        } else {
          throw invalid("it holds an odd entry: " + entry.name());
        }
      }
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      if (FileFault.of(e).full()) {
        throw e;
      }
      throw invalid(
          e instanceof EOFException ? "it ends too early" : String.valueOf(e.getMessage()));
    }
    links.keySet().stream()
        .sorted()
        .forEach(
            name -> {
              DistributionFile target = target(name, links);
              if (target != null) {
                files.put(
                    name,
                    new DistributionFile(
                        name, target.sha256(), target.size(), target.executable(), target.path()));
              }
            });
  }

  /** What a link of the archive leads to; null when that is not in it, or is a folder. */
  private @Nullable DistributionFile target(String name, Map<String, String> links) {
    String at = name;
    for (int i = 0; i < MOST_LINKS; i++) {
      String link = links.get(at);
      if (link == null) {
        return files.get(at);
      }
      Path beside = Path.of(at).resolveSibling(link).normalize();
      if (beside.isAbsolute() || beside.startsWith("..")) {
        throw invalid("a link leads out of it: " + name + " to " + link);
      }
      at = beside.toString();
    }
    throw invalid("its links lead in a circle: " + name);
  }

  private void add(String name, InputStream in, long size, boolean executable) throws IOException {
    if (cancellation.requested()) {
      throw new MusterException(ErrorKind.INTERRUPTED, "stopped while " + given + " was taken");
    }
    bytes += size;
    if (!DistributionFile.isName(name) || size > DistributionFile.LARGEST) {
      throw invalid("it holds an odd name or size: " + name);
    }
    if (bytes > Distribution.MOST_BYTES || files.size() >= Distribution.MOST_FILES) {
      throw invalid("it is larger than any JDK");
    }
    contents.requireRoom(size, given);
    Stored stored = contents.put(in, size);
    files.put(
        name,
        new DistributionFile(name, stored.sha256(), stored.size(), executable, stored.path()));
  }

  private MusterException invalid(String why) {
    return new MusterException(
        ErrorKind.INVALID,
        given + " is no JDK: " + why,
        "name a JDK's folder, which has bin/java and release, or a tar of it");
  }
}
