package dev.muster.core.pipeline;

import dev.muster.config.glob.InputPattern;
import dev.muster.core.plan.FileHashes;
import dev.muster.model.InputGlob;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what the declared paths of steps stand for: files, folders, globs, objects of stores. */
final class PathSet {

  /** More files behind one path are refused. */
  static final int MOST_FILES = 100_000;

  private static final Pattern REMOTE = Pattern.compile("([a-z][a-z0-9+.-]+://[^/]+/)(.+)");

  private final Path folder;
  private final Function<String, Store> stores;
  private final FileHashes hashes;

  PathSet(Path folder, Function<String, Store> stores, FileHashes hashes) {
    this.folder = folder;
    this.stores = stores;
    this.hashes = hashes;
  }

  /** Whether there is something behind a declared path. */
  boolean exists(String declared) {
    Matcher remote = REMOTE.matcher(declared);
    if (!remote.matches()) {
      Path path = folder.resolve(declared);
      return Files.exists(path) || !local(declared).isEmpty();
    }
    try (Stream<String> keys = keys(remote.group(1), remote.group(2))) {
      return keys.findAny().isPresent();
    }
  }

  /** Versions by name of all that is behind a declared path: ETags of objects, else SHA-256. */
  SortedMap<String, String> versions(String declared) {
    SortedMap<String, String> versions = new TreeMap<>();
    Matcher remote = REMOTE.matcher(declared);
    if (remote.matches()) {
      try (Stream<String> keys = keys(remote.group(1), remote.group(2))) {
        keys.limit(MOST_FILES + 1L).forEach(line -> versions.put(line, ""));
      }
    } else {
      Map<Path, String> found = hashes.of(local(declared));
      found.forEach((path, sha) -> versions.put(folder.relativize(path).toString(), sha));
    }
    if (versions.size() > MOST_FILES) {
      throw tooMany(declared);
    }
    return versions;
  }

  /** Keys with their ETags. */
  private Stream<String> keys(String root, String key) {
    InputPattern pattern = InputPattern.of(key, InputGlob.Syntax.PATH);
    String below = key.endsWith("/") ? key : key + "/";
    return stores
        .apply(root)
        .list(pattern.literalPrefix())
        .filter(
            object ->
                object.key().equals(key)
                    || object.key().startsWith(below)
                    || pattern.matches(object.key()))
        .map(object -> root + object.key() + " " + object.etag() + " " + object.size());
  }

  private List<Path> local(String declared) {
    Path path = folder.resolve(declared).normalize();
    try {
      if (Files.isRegularFile(path)) {
        return List.of(path);
      }
      if (Files.isDirectory(path)) {
        return walk(path, declared, file -> true);
      }
      InputPattern pattern = InputPattern.of(path.toString().substring(1), InputGlob.Syntax.PATH);
      String prefix = "/" + pattern.literalPrefix();
      Path top = Path.of(prefix.substring(0, prefix.lastIndexOf('/') + 1));
      return pattern.isLiteral() || !Files.isDirectory(top)
          ? List.of()
          : walk(top, declared, file -> pattern.matches(file.toString().substring(1)));
    } catch (IOException e) {
      FileFault fault = FileFault.of(e);
      throw new MusterException(
          fault.kind(), "the input " + declared + " cannot be read: " + fault.words(), null, e);
    }
  }

  private static List<Path> walk(Path top, String declared, Predicate<Path> wanted)
      throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(top)) {
      walk.filter(Files::isRegularFile).filter(wanted).limit(MOST_FILES + 1L).forEach(files::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (files.size() > MOST_FILES) {
      throw tooMany(declared);
    }
    return files;
  }

  private static MusterException tooMany(String declared) {
    return new MusterException(
        ErrorKind.INVALID,
        "more than " + MOST_FILES + " files are behind " + declared,
        "declare fewer, or none: then the step is always run");
  }
}
