package dev.muster.attempts.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process of this machine, told from another one that has its number by now.
 *
 * @param pid its number
 * @param ticks when it started, in ticks since the boot; 0 where the system does not tell
 * @param boot the boot; {@code -} where the system does not tell
 */
record ProcessId(long pid, long ticks, String boot) {

  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  /** The 22nd field of /proc/PID/stat (proc(5)), counted from the one behind the name. */
  private static final int START_FIELD = 19;

  private static final String THIS_BOOT = readBoot();

  /** A process that runs now. */
  static ProcessId of(long pid) {
    return new ProcessId(pid, ticksOf(pid), THIS_BOOT);
  }

  /** Reads what {@link #toString} and supervise.sh write; empty for anything else. */
  static Optional<ProcessId> parse(String text) {
    String[] words = text.strip().split(" ", -1);
    if (words.length != 3
        || !words[0].matches("[1-9][0-9]{0,9}")
        || !words[1].matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(new ProcessId(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]));
  }

  /** Whether it runs. One that is dead, and that its parent has not looked at yet, does not. */
  boolean alive() {
    return boot.equals(THIS_BOOT)
        && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()
        && ticksOf(pid) == ticks
        && !isDead(pid);
  }

  private static boolean isDead(long pid) {
    try {
      String stat =
          new String(
              Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat")),
              StandardCharsets.ISO_8859_1);
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return state == 'Z' || state == 'X';
    } catch (IOException e) {
      return false; // this is no Linux, or the handle will say so
    }
  }

  private static long ticksOf(long pid) {
    try {
      String stat =
          new String(
              Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat")),
              StandardCharsets.ISO_8859_1);
      return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START_FIELD]);
    } catch (IOException e) {
      return 0; // it is gone, or this is no Linux
    }
  }

  private static String readBoot() {
    try {
      return Files.readString(BOOT).strip();
    } catch (IOException e) {
      return "-";
    }
  }

  @Override
  public String toString() {
    return pid + " " + ticks + " " + boot;
  }
}
