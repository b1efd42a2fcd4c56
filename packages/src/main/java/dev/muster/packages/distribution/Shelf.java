package dev.muster.packages.distribution;

import dev.muster.packages.FolderLock;
import dev.muster.spi.Cancellation;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.DistributionFile;
import dev.muster.spi.distribution.DistributionSpec;
import dev.muster.spi.distribution.JarClosure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What distributions are in the cache: {@code distributions/ID.json} says what one consists of,
 * {@code ID.seen} how its files looked when they were right. Who writes here holds the lock.
 */
final class Shelf {

  private static final String JSON = ".json";

  private final Path folder;
  private final ContentStore contents;
  private final ClosureShelf closures;

  /**
   * @param closures whose contents stay, too
   */
  Shelf(Path folder, ContentStore contents, ClosureShelf closures) {
    this.folder = folder;
    this.contents = contents;
    this.closures = closures;
  }

  /** Waits for whoever else writes here. */
  FolderLock lock(Cancellation cancellation) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    return FolderLock.take(folder.resolve("lock"), cancellation);
  }

  /** Those whose files say what they are, by id. */
  List<Distribution> list() throws IOException {
    return read().stream()
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(Distribution::id))
        .toList();
  }

  private List<Optional<Distribution>> read() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Optional<Distribution>> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Shelf::isLockFile).sorted().toList()) {
        all.add(read(file));
      }
    }
    return all;
  }

  private static boolean isLockFile(Path file) {
    return String.valueOf(file.getFileName()).endsWith(JSON);
  }

  /** Empty when it was removed meanwhile or is damaged: then it is resolved again. */
  private Optional<Distribution> read(Path file) throws IOException {
    try {
      if (Files.size(file) > LockFile.MOST_BYTES) {
        return Optional.empty();
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      Distribution read = LockFile.read(text, contents::path);
      return file.endsWith(read.id() + JSON) ? Optional.of(read) : Optional.empty();
    } catch (IllegalArgumentException | NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The one that a spec means; resolved ones go before archives. */
  Optional<Distribution> find(DistributionSpec spec, String defaultVersion) throws IOException {
    String version = spec.version() == null ? defaultVersion : spec.version();
    String digest = spec.digest() == null ? "" : spec.digest();
    Predicate<Distribution> meant =
        one ->
            one.name().equals(spec.name())
                && one.version().equals(version)
                && one.digest().startsWith(digest);
    return list().stream()
        .filter(meant)
        .min(Comparator.comparing(Distribution::origin).thenComparing(Distribution::id));
  }

  /** Its files that are missing or have another content than they should. */
  List<DistributionFile> damaged(Distribution distribution, boolean verify) throws IOException {
    List<DistributionFile> suspect =
        verify ? distribution.files() : stamps(distribution).changed(distribution.files());
    List<DistributionFile> damaged = new ArrayList<>();
    for (DistributionFile file : suspect) {
      if (!contents.isWhole(file.sha256(), file.size())) {
        damaged.add(file);
      }
    }
    return damaged;
  }

  /** Remembers that all of its files are right. */
  void seen(Distribution distribution) throws IOException {
    stamps(distribution).write(distribution.files());
  }

  /** Whether all of its files look as they did when they were right. Cheap. */
  boolean untouched(Distribution distribution) {
    return stamps(distribution).changed(distribution.files()).isEmpty();
  }

  private Stamps stamps(Distribution distribution) {
    return new Stamps(folder.resolve(distribution.id() + ".seen"));
  }

  /** Puts one in whose contents are there: it counts from the moment its lock file is there. */
  void put(Distribution distribution) throws IOException {
    for (DistributionFile file : distribution.files()) {
      contents.flush(file.sha256());
    }
    Whole.write(folder.resolve(distribution.id() + JSON), LockFile.write(distribution));
    seen(distribution);
  }

  /** Takes one out; its contents stay until {@link #sweep}. */
  void remove(Distribution distribution) throws IOException {
    Files.deleteIfExists(folder.resolve(distribution.id() + JSON));
    Files.deleteIfExists(folder.resolve(distribution.id() + ".seen"));
  }

  /** Bytes that nothing but this distribution needs. */
  long owned(Distribution distribution) throws IOException {
    return owned(
        distribution.files(),
        list().stream().filter(one -> !one.id().equals(distribution.id())).toList(),
        closures.list());
  }

  /** Bytes that nothing but this closure needs. */
  long owned(JarClosure closure) throws IOException {
    return owned(
        ClosureShelf.files(closure),
        list(),
        closures.list().stream().filter(one -> !one.digest().equals(closure.digest())).toList());
  }

  private static long owned(
      List<DistributionFile> files, List<Distribution> distributions, List<JarClosure> closures) {
    Set<String> others =
        Stream.concat(
                distributions.stream().flatMap(one -> one.files().stream()),
                closures.stream().flatMap(one -> ClosureShelf.files(one).stream()))
            .map(DistributionFile::sha256)
            .collect(Collectors.toSet());
    return files.stream()
        .filter(file -> !others.contains(file.sha256()))
        .collect(Collectors.toMap(DistributionFile::sha256, DistributionFile::size, (a, b) -> a))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /**
   * Removes contents that no distribution and no closure has; none when a lock file cannot be read.
   */
  void sweep() throws IOException {
    List<Optional<Distribution>> all = read();
    Optional<Set<String>> others = closures.hashes();
    if (all.stream().allMatch(Optional::isPresent) && others.isPresent()) {
      Set<String> kept = new HashSet<>(others.get());
      all.stream()
          .flatMap(Optional::stream)
          .flatMap(one -> one.files().stream())
          .forEach(file -> kept.add(file.sha256()));
      contents.retain(kept);
    }
  }
}
