package dev.muster.hosts;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.ElfProgram;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A Java that is shipped to hosts.
 *
 * @param distribution its files
 * @param arch what machine it is for, as {@code uname -m} says it
 */
public record ShippedJava(Distribution distribution, String arch) {

  /**
   * Looks what machine it is for.
   *
   * @throws MusterException INVALID when its program is none of Linux
   */
  public static ShippedJava of(Distribution distribution) {
    Path program = distribution.find("bin/java").orElse(Path.of("bin/java"));
    try {
      String arch =
          ElfProgram.machine(program)
              .orElseThrow(
                  () ->
                      new MusterException(
                          ErrorKind.INVALID,
                          distribution.id()
                              + ": its bin/java is no program of a Linux that Muster knows",
                          "name the JDK for Linux of the hosts"));
      return new ShippedJava(distribution, arch);
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "cannot read " + program + ": " + e.getMessage(), null, e);
    }
  }

  /** Its program in the service's folder of a host. */
  public HostMeasure.Java on(HostMeasure measure) {
    return new HostMeasure.Java(
        distribution.version(), measure.base() + "/" + home() + "/bin/java");
  }

  /** Where it is, below the service's folder. */
  public String home() {
    return Shipment.home(distribution);
  }
}
