package dev.muster.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A program under the supervisor, on this machine. */
final class Supervised implements AutoCloseable {

  final Path folder;
  private final Path script;
  private final Map<String, String> environment;
  private final String id = UUID.randomUUID().toString();

  Supervised(Path folder, Map<String, String> environment, String... argv) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.environment = environment;
    script = folder.resolveSibling("supervise.sh");
    Files.writeString(script, HostScripts.text(HostScripts.SUPERVISE));
    Files.writeString(folder.resolve("argv"), String.join("\n", argv) + "\n");
    Files.writeString(folder.resolve("env"), "ODD=a 'b' \"c\" $(d) `e` ;f\n");
    Files.writeString(folder.resolve("id"), id + "\n");
  }

  /** What a call printed; fails when it did not end well. */
  String call(String... words) throws Exception {
    Path out = Files.createTempFile(folder.getParent(), "out", "");
    int code = start(out, words).waitFor();
    String text = Files.readString(out);
    assertThat(code).as(String.join(" ", words) + ": " + text + log()).isZero();
    return text;
  }

  Process start(Path out, String... words) throws IOException {
    List<String> argv = new ArrayList<>(List.of("sh", script.toString()));
    argv.add(words[0]);
    argv.add(folder.toString());
    argv.addAll(List.of(words).subList(1, words.length));
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.redirectOutput(out.toFile()).start();
  }

  Map<String, String> status() throws Exception {
    Map<String, String> status = new LinkedHashMap<>();
    for (String line : call("status").lines().toList()) {
      String[] words = line.split(" ", 2);
      status.put(words[0], words.length > 1 ? words[1] : "");
    }
    assertThat(status).containsKey("end");
    return status;
  }

  long number(String name) throws Exception {
    return Long.parseLong(status().getOrDefault(name, "0"));
  }

  /** Everything that it started and that lives. */
  List<Long> members() throws IOException {
    List<Long> members = new ArrayList<>();
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      Path environ = Path.of("/proc", Long.toString(process.pid()), "environ");
      try {
        if (process.isAlive() && Files.readString(environ).contains("MUSTER_SERVICE=" + id)) {
          members.add(process.pid());
        }
      } catch (IOException e) {
        // it has ended, or is not ours
      }
    }
    return members;
  }

  static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    until("end of " + pid, () -> !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
  }

  static void until(String what, BooleanSupplier holds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** Waits for a state. */
  void await(String state) {
    until(
        state + ", log: " + log(),
        () -> {
          try {
            return status().get("state").equals(state);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  List<String> lines(String file) throws IOException {
    Path path = folder.resolve(file);
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }

  String log() {
    try {
      return String.join("\n", lines("log"));
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    try {
      call("stop", "1");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    assertThat(members()).isEmpty();
  }
}
