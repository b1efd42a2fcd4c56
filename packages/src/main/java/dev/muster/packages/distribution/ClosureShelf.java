package dev.muster.packages.distribution;

import dev.muster.protocol.Json;
import dev.muster.protocol.JsonException;
import dev.muster.spi.distribution.DistributionFile;
import dev.muster.spi.distribution.JarClosure;
import dev.muster.spi.distribution.JarClosure.Jar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What coordinates resolved to: {@code closures/KEY.json}, where KEY is the hash of the
 * coordinates. Who writes here holds the lock of the {@link Shelf}.
 */
final class ClosureShelf {

  private static final String JSON = ".json";
  private static final int MOST_BYTES = 8 << 20;

  private final Path folder;
  private final ContentStore contents;

  ClosureShelf(Path folder, ContentStore contents) {
    this.folder = folder;
    this.contents = contents;
  }

  /** The one of these coordinates, in whatever order; empty when there is none or it is damaged. */
  Optional<JarClosure> find(List<String> coordinates) throws IOException {
    return read(file(coordinates));
  }

  /** Whether all of its files look as they did when they were right. Cheap. */
  boolean untouched(JarClosure closure) {
    return stamps(closure).changed(files(closure)).isEmpty();
  }

  /** Whether all of its files are right; hashes what was touched, or all of them. */
  boolean isWhole(JarClosure closure, boolean verify) throws IOException {
    List<DistributionFile> all = files(closure);
    for (DistributionFile file : verify ? all : stamps(closure).changed(all)) {
      if (!contents.isWhole(file.sha256(), file.size())) {
        return false;
      }
    }
    stamps(closure).write(all);
    return true;
  }

  /** Puts one in whose contents are there. */
  void put(JarClosure closure) throws IOException {
    Files.createDirectories(folder);
    for (Jar jar : closure.jars()) {
      contents.flush(jar.file().sha256());
    }
    Whole.write(file(closure.coordinates()), text(closure));
    stamps(closure).write(files(closure));
  }

  /** Those that can be read, by their coordinates. */
  List<JarClosure> list() throws IOException {
    return read().stream()
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(each -> String.join(",", each.coordinates())))
        .toList();
  }

  private List<Optional<JarClosure>> read() throws IOException {
    List<Optional<JarClosure>> all = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(each -> each.toString().endsWith(JSON)).toList()) {
          all.add(read(file));
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    return all;
  }

  /** Takes one out; its contents stay until the shelf is swept. */
  void remove(JarClosure closure) throws IOException {
    Files.deleteIfExists(file(closure.coordinates()));
    Files.deleteIfExists(seen(closure));
  }

  /** Hashes that are needed; empty when one cannot be read, so that nobody sweeps. */
  Optional<Set<String>> hashes() throws IOException {
    List<Optional<JarClosure>> all = read();
    Set<String> hashes = new TreeSet<>();
    for (Optional<JarClosure> closure : all) {
      closure.ifPresent(one -> files(one).forEach(file -> hashes.add(file.sha256())));
    }
    return all.stream().allMatch(Optional::isPresent) ? Optional.of(hashes) : Optional.empty();
  }

  private Path file(List<String> coordinates) {
    return folder.resolve(JarClosure.digest(coordinates) + JSON);
  }

  private Path seen(JarClosure closure) {
    return folder.resolve(closure.digest() + ".seen");
  }

  private Stamps stamps(JarClosure closure) {
    return new Stamps(seen(closure));
  }

  /** The files of its jars. */
  static List<DistributionFile> files(JarClosure closure) {
    return closure.jars().stream().map(Jar::file).toList();
  }

  private static String text(JarClosure closure) {
    List<Object> jars = new ArrayList<>();
    for (Jar jar : closure.jars()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("coordinates", jar.coordinates());
      line.put("name", jar.file().name());
      line.put("sha256", jar.file().sha256());
      line.put("size", jar.file().size());
      line.put("licences", jar.licences());
      jars.add(line);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("coordinates", closure.coordinates());
    all.put("jars", jars);
    return Json.write(all) + "\n";
  }

  private Optional<JarClosure> read(Path file) throws IOException {
    try {
      if (Files.size(file) > MOST_BYTES) {
        return Optional.empty();
      }
      Map<String, ?> all = Json.parseObject(Files.readString(file));
      List<Jar> jars = new ArrayList<>();
      for (Object line : list(all.get("jars"))) {
        if (!(line instanceof Map<?, ?> jar) || !(jar.get("size") instanceof Long size)) {
          return Optional.empty();
        }
        String sha256 = String.valueOf(jar.get("sha256"));
        jars.add(
            new Jar(
                String.valueOf(jar.get("coordinates")),
                strings(jar.get("licences")),
                new DistributionFile(
                    String.valueOf(jar.get("name")),
                    sha256,
                    size,
                    false,
                    sha256.length() < 2 ? Path.of("") : contents.path(sha256))));
      }
      return Optional.of(new JarClosure(strings(all.get("coordinates")), jars));
    } catch (NoSuchFileException | JsonException | IllegalArgumentException e) {
      return Optional.empty(); // damaged: then it is resolved again
    }
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static List<String> strings(@Nullable Object value) {
    return list(value).stream().map(String::valueOf).toList();
  }
}
