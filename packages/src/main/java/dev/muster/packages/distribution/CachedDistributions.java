package dev.muster.packages.distribution;

import dev.muster.packages.FolderLock;
import dev.muster.packages.distribution.Catalogue.Family;
import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.Distribution.Origin;
import dev.muster.spi.distribution.DistributionFile;
import dev.muster.spi.distribution.DistributionSpec;
import dev.muster.spi.distribution.Distributions;
import dev.muster.spi.distribution.FetchOptions;
import dev.muster.spi.distribution.JarClosure;
import dev.muster.spi.distribution.KnownDistribution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Distributions in the cache: {@code distributions/} says what there is, {@code files/} holds
 * contents by hash, {@code maven/} is the repository that we fetch into.
 */
public final class CachedDistributions implements Distributions {

  private final Path cache;
  private final Map<String, String> environment;
  private final ContentStore contents;
  private final ClosureShelf closures;
  private final Shelf shelf;
  private final Trees trees;

  /**
   * @param cache the cache folder
   * @param environment the process environment: where the user's Maven has its settings
   */
  public CachedDistributions(Path cache, Map<String, String> environment) {
    this.cache = cache.toAbsolutePath().normalize();
    this.environment = Map.copyOf(environment);
    contents = new ContentStore(this.cache.resolve("files"));
    closures = new ClosureShelf(this.cache.resolve("closures"), contents);
    shelf = new Shelf(this.cache.resolve("distributions"), contents, closures);
    trees = new Trees(this.cache.resolve("trees"));
  }

  @Override
  public List<KnownDistribution> known() {
    return Catalogue.families().stream().map(Family::known).toList();
  }

  @Override
  public List<Distribution> list() {
    try {
      return shelf.list();
    } catch (IOException e) {
      throw fault("reading the cache", e);
    }
  }

  @Override
  public Distribution resolve(DistributionSpec spec, FetchOptions options)
      throws InterruptedException {
    Family family = family(spec);
    String version = spec.version() == null ? family.defaultVersion() : spec.version();
    try {
      Optional<Distribution> found = shelf.find(spec, version);
      if (found.isPresent() && !options.verify() && shelf.untouched(found.get())) {
        return found.get();
      }
      FolderLock lock = shelf.lock(options.cancellation());
      try {
        found = shelf.find(spec, version);
        List<DistributionFile> damaged =
            found.isPresent() ? shelf.damaged(found.get(), options.verify()) : List.of();
        if (found.isPresent() && damaged.isEmpty()) {
          shelf.seen(found.get());
          return found.get();
        }
        requireFetchable(spec, version, found, damaged, options);
        return fetch(family, version, found, options);
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw fault("resolving " + spec, e);
    }
  }

  private static Family family(DistributionSpec spec) {
    return Catalogue.find(spec.name())
        .orElseThrow(
            () ->
                new MusterException(
                    ErrorKind.NOT_FOUND,
                    "there is no distribution \"" + spec.name() + "\"",
                    "take one of: "
                        + Catalogue.families().stream()
                            .map(Family::name)
                            .collect(Collectors.joining(", "))));
  }

  private static void requireFetchable(
      DistributionSpec spec,
      String version,
      Optional<Distribution> found,
      List<DistributionFile> damaged,
      FetchOptions options) {
    String wanted = spec.name() + ":" + version;
    if (found.isPresent() && found.get().origin() == Origin.TARBALL) {
      throw new MusterException(
          ErrorKind.INVALID,
          damaged.get(0).name() + " of " + found.get().id() + " is damaged in the cache",
          "take the archive again: muster distribution import FILE");
    }
    if (options.offline()) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE,
          wanted
              + (found.isPresent() ? " is damaged" : " is not")
              + " in the cache, and --offline forbids to fetch it",
          "on a machine with a network: muster distribution bundle "
              + wanted
              + " -o FILE; then here: muster distribution import FILE");
    }
    if (found.isEmpty() && spec.digest() != null) {
      throw new MusterException(
          ErrorKind.NOT_FOUND,
          "there is no " + spec + " in the cache",
          "see muster distribution list; without @" + spec.digest() + " it is fetched");
    }
  }

  private Distribution fetch(
      Family family, String version, Optional<Distribution> before, FetchOptions options)
      throws IOException, InterruptedException {
    shelf.sweep();
    Distribution fetched =
        new MavenResolve(cache.resolve("maven"), environment, contents)
            .resolve(family, version, options);
    if (before.isPresent() && !before.get().digest().equals(fetched.digest())) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "the repository has other files for "
              + fetched.id()
              + " than were fetched before (digest "
              + fetched.digest().substring(0, 8)
              + ", before "
              + before.get().digest().substring(0, 8)
              + ")",
          "find out why; to take the new ones: muster distribution remove "
              + family.name()
              + ":"
              + version
              + ", then fetch again");
    }
    shelf.put(fetched);
    return fetched;
  }

  @Override
  public JarClosure closure(List<String> coordinates, FetchOptions options)
      throws InterruptedException {
    try {
      Optional<JarClosure> found = closures.find(coordinates);
      if (found.isPresent() && !options.verify() && closures.untouched(found.get())) {
        return found.get();
      }
      FolderLock lock = shelf.lock(options.cancellation());
      try {
        found = closures.find(coordinates);
        if (found.isPresent() && closures.isWhole(found.get(), options.verify())) {
          return found.get();
        }
        if (options.offline()) {
          throw new MusterException(
              ErrorKind.UNAVAILABLE,
              String.join(", ", coordinates)
                  + (found.isPresent() ? " is damaged" : " is not")
                  + " in the cache, and --offline forbids to fetch it",
              "say the same without --offline where there is a network");
        }
        shelf.sweep();
        JarClosure fetched =
            new MavenResolve(cache.resolve("maven"), environment, contents)
                .closure(coordinates, options);
        if (found.isPresent() && !found.get().jars().equals(fetched.jars())) {
          throw new MusterException(
              ErrorKind.CONFLICT,
              "the repository has other files for "
                  + String.join(", ", coordinates)
                  + " than were fetched before",
              "find out why; to take the new ones: muster distribution remove jars@"
                  + fetched.digest().substring(0, 8)
                  + ", then the same again");
        }
        closures.put(fetched);
        return fetched;
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw fault("resolving " + String.join(", ", coordinates), e);
    }
  }

  @Override
  public void bundle(Distribution distribution, Path file, Cancellation cancellation) {
    try {
      Bundle.write(distribution, file, cancellation);
    } catch (IOException e) {
      FileFault fault = FileFault.of(e);
      throw new MusterException(
          fault.kind(), file + " cannot be written: " + fault.words(), "name another file", e);
    }
  }

  @Override
  public Distribution take(Path file, Cancellation cancellation) throws InterruptedException {
    return take(file, cancellation, new Taker(contents, file, cancellation)::take);
  }

  @Override
  public Distribution takeJava(Path given, Cancellation cancellation) throws InterruptedException {
    return take(given, cancellation, new JavaTaker(contents, given, cancellation)::take);
  }

  /** Reads a file into the content store. */
  @FunctionalInterface
  private interface Taking {
    Distribution take() throws IOException;
  }

  private Distribution take(Path file, Cancellation cancellation, Taking taker)
      throws InterruptedException {
    try {
      FolderLock lock = shelf.lock(cancellation);
      try {
        shelf.sweep();
        boolean whole = false;
        try {
          Distribution taken = taker.take();
          shelf.put(taken);
          whole = true;
          return taken;
        } finally {
          if (!whole) {
            shelf.sweep();
          }
        }
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw fault("taking " + file, e);
    }
  }

  @Override
  public Path unfold(Distribution distribution, Cancellation cancellation)
      throws InterruptedException {
    try {
      FolderLock lock = shelf.lock(cancellation);
      try {
        Path tree = trees.unfold(distribution);
        shelf.seen(distribution); // other names of a file change its description
        return tree;
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw fault("unfolding " + distribution.id(), e);
    }
  }

  @Override
  public long remove(Distribution distribution, boolean dryRun, Cancellation cancellation)
      throws InterruptedException {
    try {
      FolderLock lock = shelf.lock(cancellation);
      try {
        long owned = shelf.owned(distribution);
        if (!dryRun) {
          shelf.remove(distribution);
          trees.remove(distribution);
          shelf.sweep();
          MavenResolve.forget(cache.resolve("maven"), distribution.files(), contents);
        }
        return owned;
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw fault("removing " + distribution.id(), e);
    }
  }

  @Override
  public List<JarClosure> closures() {
    try {
      return closures.list();
    } catch (IOException e) {
      throw fault("reading the cache", e);
    }
  }

  @Override
  public long remove(JarClosure closure, boolean dryRun, Cancellation cancellation)
      throws InterruptedException {
    try {
      FolderLock lock = shelf.lock(cancellation);
      try {
        long owned = shelf.owned(closure);
        if (!dryRun) {
          closures.remove(closure);
          shelf.sweep();
          MavenResolve.forget(cache.resolve("maven"), ClosureShelf.files(closure), contents);
        }
        return owned;
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw fault("removing " + String.join(", ", closure.coordinates()), e);
    }
  }

  private MusterException fault(String what, IOException e) {
    FileFault fault = FileFault.of(e);
    return new MusterException(
        fault.kind(),
        what + " failed: " + fault.words(),
        fault.full()
            ? "make room in " + cache + ", or set MUSTER_HOME to another disk"
            : "look at " + cache + ", or set MUSTER_HOME to a folder that you may write to",
        e);
  }
}
