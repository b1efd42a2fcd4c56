package dev.muster.packages;

import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a program to its end, hands on its lines as they come, and keeps the last ones. */
final class ToolProcess {

  /** Lines that are kept for a message. */
  static final int KEPT_LINES = 15;

  private static final int LONGEST_LINE = 2000;
  private static final long LOOK_MILLIS = 50;

  private final List<String> argv;
  private final Path folder;
  private final Map<String, String> added;
  private final Set<String> removed;

  /**
   * @param argv program and arguments
   * @param folder where it runs
   * @param added set in its environment, which is else this process's own
   * @param removed taken from its environment
   */
  ToolProcess(List<String> argv, Path folder, Map<String, String> added, Set<String> removed) {
    this.argv = List.copyOf(argv);
    this.folder = folder;
    this.added = Map.copyOf(added);
    this.removed = Set.copyOf(removed);
  }

  /**
   * How it ended.
   *
   * @param status its exit status
   * @param lastLines the end of its output, both channels, without credentials
   */
  record Ended(int status, List<String> lastLines) {
    Ended {
      lastLines = List.copyOf(lastLines);
    }

    String text() {
      return String.join("\n", lastLines);
    }
  }

  /**
   * Runs it. Cancelled or interrupted, it and all that it started are killed first.
   *
   * @throws MusterException INTERRUPTED when cancelled, NOT_FOUND when it cannot be started
   */
  Ended run(Consumer<String> lines, Cancellation cancellation) throws InterruptedException {
    Process process = start();
    Deque<String> last = new ArrayDeque<>();
    Thread reader = new Thread(() -> read(process, lines, last), "output of " + argv.get(0));
    reader.setDaemon(true);
    reader.start();
    boolean ended = false;
    try {
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (cancellation.requested()) {
          throw new MusterException(ErrorKind.INTERRUPTED, "stopped while pip was at work");
        }
      }
      ended = true;
    } finally {
      if (!ended) {
        kill(process);
      }
    }
    // A process left behind by the tool may hold its output open: wait for the tool's own lines.
    reader.join(TimeUnit.SECONDS.toMillis(2));
    synchronized (last) {
      return new Ended(process.exitValue(), List.copyOf(last));
    }
  }

  private Process start() {
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeAll(removed);
    builder.environment().putAll(added);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, argv.get(0) + " cannot be started: " + e.getMessage(), null, e);
    }
  }

  private static void read(Process process, Consumer<String> lines, Deque<String> last) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = line(reader); line != null; line = line(reader)) {
        String clean = Addresses.withoutCredentials(line);
        synchronized (last) {
          last.add(clean);
          if (last.size() > KEPT_LINES) {
            last.remove();
          }
        }
        lines.accept(clean);
      }
    } catch (IOException e) {
      // The process was killed and its output closed under the reader: nothing is left to read.
      synchronized (last) {
        last.add("(output ends: " + e.getMessage() + ")");
      }
    }
  }

  /** The next line, cut when it is long, so that no output fills the memory; null at the end. */
  private static @Nullable String line(Reader reader) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = reader.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = reader.read()) {
      if (line.length() < LONGEST_LINE && c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static void kill(Process process) {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }
}
