package dev.muster.testkit.hosts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Runs {@code hosts.sh} and other commands of this machine. */
final class HostsScript {

  private static final long SECONDS = 120;

  private final Path script;

  HostsScript(Path folder) {
    script = folder.resolve("hosts.sh");
    try (InputStream resource = HostsScript.class.getResourceAsStream("hosts.sh")) {
      if (resource == null) {
        throw new IllegalStateException("hosts.sh is not in the test kit");
      }
      Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs one of its commands; what it printed. */
  String run(String... words) {
    return command(words(words).toArray(String[]::new));
  }

  /** Starts one of its commands, which stays. */
  Process start(Path log, String... words) {
    try {
      return new ProcessBuilder(words(words))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> words(String... words) {
    List<String> all = new ArrayList<>(List.of("sh", script.toString()));
    all.addAll(List.of(words));
    return all;
  }

  /** Runs a command of this machine; what it printed. Fails when the command does. */
  static String command(String... argv) {
    try {
      Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", argv) + " failed: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + String.join(" ", argv), e);
    }
  }

  /** Waits for something of this machine. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("waited " + SECONDS + " s in vain for " + what);
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for " + what, e);
      }
    }
  }
}
