package dev.muster.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processes that hold a lock on a SQLite file.
 *
 * @param file the file
 * @param pids none when the system does not tell
 */
record LockHolders(Path file, Set<Long> pids) {

  /** Linux: {@code 1: POSIX ADVISORY WRITE 4711 fe:00:123456 0 EOF}, as proc_locks(5) says. */
  private static final Path LOCKS = Path.of("/proc/locks");

  private static final Pattern WRITE_LOCK =
      Pattern.compile("POSIX +ADVISORY +WRITE +(\\d+) +[0-9a-f]+:[0-9a-f]+:(\\d+) ");

  /** Reads them from the system; the writer's lock in WAL mode is on the -shm file. */
  static LockHolders of(SqliteFile sqlite) {
    Path file = sqlite.path();
    Set<Long> pids = new TreeSet<>();
    try {
      List<String> locks = Files.readAllLines(LOCKS);
      for (Path part : List.of(file, file.resolveSibling(file.getFileName() + "-shm"))) {
        if (Files.exists(part)) {
          long inode = ((Number) Files.getAttribute(part, "unix:ino")).longValue();
          locks.forEach(line -> add(line, inode, pids));
        }
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      // Not Linux: the hint says how to find out.
      pids.clear();
    }
    pids.remove(ProcessHandle.current().pid());
    return new LockHolders(file, pids);
  }

  private static void add(String line, long inode, Set<Long> pids) {
    Matcher lock = WRITE_LOCK.matcher(line);
    if (lock.find() && Long.parseLong(lock.group(2)) == inode) {
      pids.add(Long.valueOf(lock.group(1)));
    }
  }

  /** What the user can do. */
  String hint() {
    if (pids.isEmpty()) {
      return "find the other process with: fuser -v " + file;
    }
    String all = String.join(" ", pids.stream().map(String::valueOf).toList());
    return "wait for process " + all + ", or stop it: kill " + all;
  }
}
