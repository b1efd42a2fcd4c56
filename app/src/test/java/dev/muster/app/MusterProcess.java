package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Muster as a process of its own, which signals reach. */
final class MusterProcess implements AutoCloseable {

  /** A shell starts what runs in its background, perhaps these tests, with SIGINT ignored. */
  private static final String HEAR_SIGNALS =
      """
      import os, signal, sys
      for each in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
          signal.signal(each, signal.SIG_DFL)
      os.execvp(sys.argv[1], sys.argv[1:])
      """;

  private final Process process;
  private final Path output;

  private MusterProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a command line.
   *
   * @param before words to put before {@code java}: a program that runs it otherwise
   */
  static MusterProcess start(
      Path home,
      Path folder,
      Map<String, String> environment,
      List<String> before,
      Object... args) {
    try {
      List<String> command = new ArrayList<>(List.of("python3", "-c", HEAR_SIGNALS));
      command.addAll(before);
      command.addAll(
          List.of(
              ProcessHandle.current().info().command().orElse("java"),
              "-XX:TieredStopAtLevel=1",
              "-cp",
              System.getProperty("java.class.path"),
              "dev.muster.app.Main"));
      Arrays.stream(args).map(String::valueOf).forEach(command::add);
      Path output = Files.createTempFile(folder, "output", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().keySet().removeIf(name -> name.startsWith("MUSTER_"));
      builder.environment().put("MUSTER_HOME", home.toString());
      builder.environment().putAll(environment);
      Process process =
          builder
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      return new MusterProcess(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Sends a signal by its name. */
  void signal(String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
      assertThat(kill.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for its end; its exit code and all it said, on out. */
  MusterRun end() throws InterruptedException {
    assertThat(process.waitFor(240, TimeUnit.SECONDS))
        .as("ends in time; it said\n%s", said())
        .isTrue();
    return new MusterRun(process.exitValue(), said(), "");
  }

  /** What it has said so far. */
  String said() {
    try {
      return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The processes of this machine whose environment holds a text. */
  static List<String> processesWith(String text) {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(path -> path.getFileName().toString().matches("[0-9]+"))
          .filter(path -> holds(path.resolve("environ"), text))
          .map(path -> path.getFileName().toString())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean holds(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      return false; // it is gone, or another user's
    }
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(240);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time: " + what).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
