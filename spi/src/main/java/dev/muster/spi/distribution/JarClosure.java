package dev.muster.spi.distribution;

import dev.muster.model.Digest;
import java.util.List;

/**
 * Jars with all that they need when they run, resolved once and kept by content.
 *
 * @param coordinates what was asked for
 * @param jars what it takes, by file name
 */
public record JarClosure(List<String> coordinates, List<Jar> jars) {

  public JarClosure {
    coordinates = List.copyOf(coordinates);
    jars = List.copyOf(jars);
  }

  /** By what it is known: a hash of its coordinates, in whatever order they were named. */
  public String digest() {
    return digest(coordinates);
  }

  /** The digest of the closure that has these coordinates. */
  public static String digest(List<String> coordinates) {
    return Digest.of(coordinates.stream().sorted().distinct().toArray(String[]::new)).toString();
  }

  /** The bytes of its jars. */
  public long size() {
    return jars.stream().mapToLong(jar -> jar.file().size()).sum();
  }

  /**
   * One jar.
   *
   * @param coordinates {@code group:artifact:version}, with extension and classifier where it has
   *     unusual ones
   * @param licences names of its licences, as its POM or one above it says
   * @param file its name, hash, size and place
   */
  public record Jar(String coordinates, List<String> licences, DistributionFile file) {
    public Jar {
      licences = List.copyOf(licences);
    }
  }
}
