package dev.muster.spi.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a program of Linux says of itself in its ELF header (elf(5)). */
public final class ElfProgram {

  /** The number of the machine, at byte 18, low byte first. */
  private static final int MACHINE = 18;

  private static final Map<Integer, String> MACHINES =
      Map.of(
          62, "x86_64", 183, "aarch64", 243, "riscv64", 21, "ppc64le", 22, "s390x", 40, "armv7l");

  private ElfProgram() {}

  /**
   * What machine it runs on, as {@code uname -m} says it; empty when it is no program of a Linux
   * that Muster knows.
   */
  public static Optional<String> machine(Path program) throws IOException {
    try (InputStream in = Files.newInputStream(program)) {
      byte[] head = in.readNBytes(MACHINE + 2);
      boolean elf = head.length == MACHINE + 2 && head[0] == 0x7f && head[1] == 'E';
      return elf
          ? Optional.ofNullable(
              MACHINES.get((head[MACHINE] & 0xff) | (head[MACHINE + 1] & 0xff) << 8))
          : Optional.empty();
    }
  }
}
