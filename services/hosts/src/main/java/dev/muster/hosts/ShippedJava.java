package dev.muster.hosts;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A Java that is shipped to hosts.
 *
 * @param distribution its files
 * @param arch what machine it is for, as {@code uname -m} says it
 */
public record ShippedJava(Distribution distribution, String arch) {

  /** The number of the machine in an ELF header, at byte 18, low byte first (elf(5)). */
  private static final int MACHINE = 18;

  private static final Map<Integer, String> ARCHS =
      Map.of(
          62, "x86_64", 183, "aarch64", 243, "riscv64", 21, "ppc64le", 22, "s390x", 40, "armv7l");

  /**
   * Looks what machine it is for.
   *
   * @throws MusterException INVALID when its program is none of Linux
   */
  public static ShippedJava of(Distribution distribution) {
    Path program = distribution.find("bin/java").orElse(Path.of("bin/java"));
    try (InputStream in = Files.newInputStream(program)) {
      byte[] head = in.readNBytes(MACHINE + 2);
      boolean elf = head.length == MACHINE + 2 && head[0] == 0x7f && head[1] == 'E';
      int machine = elf ? (head[MACHINE] & 0xff) | (head[MACHINE + 1] & 0xff) << 8 : 0;
      String arch = ARCHS.get(machine);
      if (arch == null) {
        throw new MusterException(
            ErrorKind.INVALID,
            distribution.id() + ": its bin/java is no program of a Linux that Muster knows",
            "name the JDK for Linux of the hosts");
      }
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
