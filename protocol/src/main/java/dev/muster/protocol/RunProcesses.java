package dev.muster.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The processes of this machine that carry a run's mark in their environment, and those that share
 * a session with one of them. Linux only; elsewhere none is found.
 */
public final class RunProcesses {

  /** Environment variable of every worker: the run's id. */
  public static final String RUN = "MUSTER_RUN";

  /** Environment variable of every worker: its number in the run. */
  public static final String WORKER = "MUSTER_WORKER";

  private static final Path PROC = Path.of("/proc");
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long ROUND_MILLIS = 500;

  /** Fields of /proc/PID/stat behind the name: state, parent, group, session. */
  private static final int SESSION_FIELD = 3;

  private final List<String> marks;
  private final long self = ProcessHandle.current().pid();
  private final Set<String> sessions = new HashSet<>();

  private RunProcesses(List<String> marks) {
    this.marks = marks;
  }

  /** All of a run. */
  public static RunProcesses ofRun(String run) {
    return new RunProcesses(List.of(RUN + "=" + run));
  }

  /** Those of one worker. */
  public static RunProcesses ofWorker(String run, int worker) {
    return new RunProcesses(List.of(RUN + "=" + run, WORKER + "=" + worker));
  }

  /**
   * Those whose environment has all of some words.
   *
   * @param words {@code NAME=VALUE}, at least one
   */
  public static RunProcesses marked(List<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("without a mark these would be all processes");
    }
    return new RunProcesses(List.copyOf(words));
  }

  /**
   * Kills them until none is left, or 10 s have passed.
   *
   * @return how many
   */
  public int end() {
    Set<Long> ended = new HashSet<>();
    long begin = System.nanoTime();
    List<ProcessHandle> found = find();
    while (!found.isEmpty() && System.nanoTime() - begin < DEADLINE_NANOS) {
      List<CompletableFuture<?>> exits = new ArrayList<>();
      for (ProcessHandle process : found) {
        if (process.destroyForcibly()) {
          ended.add(process.pid());
          exits.add(process.onExit());
        }
      }
      if (!awaitAll(exits)) {
        return ended.size();
      }
      found = find();
    }
    return ended.size();
  }

  /** Waits for them to go, but not long: one may wait for another; false when interrupted. */
  private static boolean awaitAll(List<CompletableFuture<?>> exits) {
    try {
      CompletableFuture.allOf(exits.toArray(new CompletableFuture<?>[0]))
          .get(ROUND_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private List<ProcessHandle> find() {
    List<ProcessHandle> found = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    if (!Files.isDirectory(PROC)) {
      return found;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        if (isMarked(entry)) {
          session(entry).ifPresent(sessions::add);
          add(entry, found);
        } else {
          others.add(entry);
        }
      }
    } catch (IOException e) {
      return found;
    }
    session(PROC.resolve(Long.toString(self))).ifPresent(sessions::remove);
    if (!sessions.isEmpty()) {
      others.stream()
          .filter(entry -> session(entry).filter(sessions::contains).isPresent())
          .forEach(entry -> add(entry, found));
    }
    return found;
  }

  private void add(Path entry, List<ProcessHandle> found) {
    long pid = Long.parseLong(entry.getFileName().toString());
    if (pid != self) {
      ProcessHandle.of(pid).ifPresent(found::add);
    }
  }

  private boolean isMarked(Path entry) {
    try {
      String environment =
          "\0"
              + new String(
                  Files.readAllBytes(entry.resolve("environ")), StandardCharsets.ISO_8859_1)
              + "\0";
      return marks.stream().allMatch(mark -> environment.contains("\0" + mark + "\0"));
    } catch (IOException e) {
      return false; // another user's, or gone
    }
  }

  /** The session of a process that is not dead yet. */
  private static Optional<String> session(Path entry) {
    try {
      String stat =
          new String(Files.readAllBytes(entry.resolve("stat")), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[0].equals("Z") ? Optional.empty() : Optional.of(fields[SESSION_FIELD]);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Resident memory of a process and all below it in bytes; 0 where it cannot be measured. */
  public static long residentMemory(long pid) {
    Optional<ProcessHandle> root = ProcessHandle.of(pid);
    if (root.isEmpty() || !Files.isDirectory(PROC)) {
      return 0;
    }
    return residentMemoryOf(pid)
        + root.get().descendants().mapToLong(child -> residentMemoryOf(child.pid())).sum();
  }

  private static long residentMemoryOf(long pid) {
    try {
      for (String line : Files.readAllLines(PROC.resolve(pid + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
      }
    } catch (IOException e) {
      return 0; // it is gone
    }
    return 0;
  }
}
