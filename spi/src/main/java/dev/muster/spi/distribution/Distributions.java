package dev.muster.spi.distribution;

import dev.muster.spi.Cancellation;
import java.nio.file.Path;
import java.util.List;

/**
 * Distributions by name and version, each resolved once and kept by content.
 *
 * <p>What a version resolved to is written down with the hash of each file; later resolves are held
 * to it.
 */
public interface Distributions {

  /** What can be resolved by name. */
  List<KnownDistribution> known();

  /** What is in the cache, by id. */
  List<Distribution> list();

  /**
   * The distribution that is meant: from the cache where it is whole, else over the network.
   * Damaged files are noticed and fetched again.
   *
   * @throws dev.muster.spi.MusterException NOT_FOUND for an unknown name or version, naming near
   *     ones; UNAVAILABLE when it is not in the cache and offline, or nothing answers; INVALID when
   *     a checksum is wrong; TIMEOUT, INTERRUPTED, QUOTA for a full disk
   */
  Distribution resolve(DistributionSpec spec, FetchOptions options) throws InterruptedException;

  /**
   * Jars by their Maven coordinates, with all that they need when they run: from the cache where
   * they are whole, else over the network. What they resolved to is written down as for a
   * distribution.
   *
   * @param coordinates as {@link JarCoordinates} takes them; at least one
   * @throws dev.muster.spi.MusterException as {@link #resolve}
   */
  JarClosure closure(List<String> coordinates, FetchOptions options) throws InterruptedException;

  /** The closures in the cache, by their coordinates. */
  List<JarClosure> closures();

  /** Removes a closure from the cache; returns the bytes that nothing else there needs. */
  long remove(JarClosure closure, boolean dryRun, Cancellation cancellation)
      throws InterruptedException;

  /**
   * Writes one file that {@link #take} reads on another machine. The same distribution gives the
   * same bytes. A file that is there is replaced.
   *
   * @throws dev.muster.spi.MusterException INVALID when a file of the cache is damaged, QUOTA for a
   *     full disk
   */
  void bundle(Distribution distribution, Path file, Cancellation cancellation)
      throws InterruptedException;

  /**
   * Takes a bundle, or an Apache archive such as {@code spark-4.1.1-bin-hadoop3.tgz}, into the
   * cache.
   *
   * @throws dev.muster.spi.MusterException NOT_FOUND, or INVALID with what is wrong; nothing is
   *     kept then
   */
  Distribution take(Path file, Cancellation cancellation) throws InterruptedException;

  /**
   * Takes a Java for Linux, to be shipped to hosts, into the cache: its folder, with what its links
   * lead to, or a tar of it.
   *
   * @return a distribution {@code java} of its version, with {@code bin/java}
   * @throws dev.muster.spi.MusterException NOT_FOUND, or INVALID with what is wrong
   */
  Distribution takeJava(Path given, Cancellation cancellation) throws InterruptedException;

  /**
   * A folder of this machine that has the files under their names, to be copied from; not to be
   * written to. It is made once.
   */
  Path unfold(Distribution distribution, Cancellation cancellation) throws InterruptedException;

  /** Removes a distribution from the cache; returns the bytes that nothing else there needs. */
  long remove(Distribution distribution, boolean dryRun, Cancellation cancellation)
      throws InterruptedException;
}
