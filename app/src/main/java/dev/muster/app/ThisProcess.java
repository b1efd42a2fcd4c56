package dev.muster.app;

import dev.muster.model.Fact;
import dev.muster.model.Owner;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Who this process is, and whether others of this machine live. */
final class ThisProcess {

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private static final Path PROCESS_NAMES = Path.of("/proc/self/ns/pid");
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  /** The 22nd field of a stat file, counted from the one behind the name. */
  private static final int START_FIELD = 19;

  private ThisProcess() {}

  static Owner owner(Map<String, String> environment) {
    ProcessHandle self = ProcessHandle.current();
    return new Owner(host(environment), boot(), self.pid(), started(self));
  }

  /**
   * True when the owner was a process of this machine and is not there any more. An owner of
   * another boot may be one of before a restart, or live on another machine of the same name: then
   * only the end of its lease tells.
   */
  static boolean gone(Owner owner, Owner self) {
    if (!owner.host().equals(self.host()) || !owner.boot().equals(self.boot())) {
      return false;
    }
    return ProcessHandle.of(owner.pid())
        .map(process -> !process.isAlive() || started(process) != owner.started())
        .orElse(true);
  }

  static List<Fact> facts(Map<String, String> environment) {
    return List.of(
        new Fact("host", host(environment)),
        new Fact("user", System.getProperty("user.name", "")),
        new Fact(
            "system",
            System.getProperty("os.name")
                + " "
                + System.getProperty("os.version")
                + ", "
                + System.getProperty("os.arch")),
        new Fact("cores", Integer.toString(Runtime.getRuntime().availableProcessors())),
        new Fact("java", System.getProperty("java.vm.version", "")),
        new Fact("muster", Version.text()));
  }

  /**
   * When a process started, in ticks since the boot where the kernel tells. The time of day that
   * Java works out of it moves when the clock is set, and a live owner would seem to be another.
   */
  private static long started(ProcessHandle process) {
    try {
      Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
      if (Files.exists(stat)) {
        String line = new String(Files.readAllBytes(stat), StandardCharsets.ISO_8859_1);
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[START_FIELD]);
      }
    } catch (IOException e) {
      return 0; // it has just ended
    }
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** The kernel's word goes before the variable, which shells and users set differently. */
  private static String host(Map<String, String> environment) {
    try {
      if (Files.exists(HOST_NAME)) {
        return Files.readString(HOST_NAME).strip();
      }
      String named = environment.get("HOSTNAME");
      return named == null || named.isBlank() ? InetAddress.getLocalHost().getHostName() : named;
    } catch (IOException e) {
      return "localhost";
    }
  }

  /**
   * The boot, and which numbers processes have: two containers of one machine have the same boot,
   * may have the same name, and cannot see each other's processes.
   */
  private static String boot() {
    try {
      return Files.exists(BOOT_ID)
          ? Files.readString(BOOT_ID).strip() + " " + Files.readSymbolicLink(PROCESS_NAMES)
          : "";
    } catch (IOException e) {
      return "";
    }
  }
}
