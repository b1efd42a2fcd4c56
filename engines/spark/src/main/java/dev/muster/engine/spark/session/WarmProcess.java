package dev.muster.engine.spark.session;

import dev.muster.protocol.Json;
import dev.muster.protocol.JsonException;
import dev.muster.protocol.RunProcesses;
import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One warm driver: a process in a session of its own that ends when its input does. */
final class WarmProcess implements AutoCloseable {

  /** Of the driver's first word; Spark's class path is read from a cold disk at worst. */
  private static final Duration START = Duration.ofMinutes(5);

  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final Duration CLOSE = Duration.ofSeconds(20);
  private static final long LOOK_MILLIS = 100;
  private static final String REPLY = "{\"muster\":";
  private static final Map<String, @Nullable Object> END = Map.of("muster", "gone");

  private final SessionSpec spec;
  private final String run;
  private final int number;
  private final Process process;
  private final Path log;
  private final BlockingQueue<Map<String, @Nullable Object>> replies = new LinkedBlockingQueue<>();
  private boolean traps;
  private String java = "";

  private WarmProcess(SessionSpec spec, String run, int number, Process process, Path log) {
    this.spec = spec;
    this.run = run;
    this.number = number;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts one and waits for its first word.
   *
   * @param run whose mark it carries
   * @param number of the process in the run
   * @param log of what it prints between steps
   * @throws MusterException UNAVAILABLE when it does not come up; TIMEOUT; INTERRUPTED
   */
  static WarmProcess start(
      SessionSpec spec,
      Path jar,
      boolean allowSecurityManager,
      String run,
      int number,
      Path log,
      Cancellation cancellation) {
    ProcessBuilder builder =
        new ProcessBuilder(spec.command(jar, allowSecurityManager))
            .directory(spec.folder().toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = new HashMap<>(spec.environment());
    environment.put(RunProcesses.RUN, run);
    environment.put(RunProcesses.WORKER, Integer.toString(number));
    builder.environment().clear();
    builder.environment().putAll(environment);
    WarmProcess warm;
    try {
      warm = new WarmProcess(spec, run, number, builder.start(), log);
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE, "the warm driver did not start: " + e.getMessage(), null, e);
    }
    Thread reader = new Thread(warm::read, "warm-driver-" + number);
    reader.setDaemon(true);
    reader.start();
    try {
      warm.awaitReady(cancellation);
      return warm;
    } catch (RuntimeException | Error e) {
      warm.kill();
      throw e;
    }
  }

  private void awaitReady(Cancellation cancellation) {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      Map<String, @Nullable Object> reply = next(deadline, cancellation);
      if (reply == null) {
        throw new MusterException(
            cancellation.requested() ? ErrorKind.INTERRUPTED : ErrorKind.TIMEOUT,
            "the warm driver was not ready within " + START.toSeconds() + " s");
      }
      if (reply == END) {
        throw new MusterException(
            ErrorKind.UNAVAILABLE,
            "the warm driver ended with status " + status() + " before its first step",
            "its words are in " + log);
      }
      if ("ready".equals(reply.get("muster"))) {
        traps = Boolean.TRUE.equals(reply.get("traps"));
        java = String.valueOf(reply.get("java"));
        return;
      }
    }
  }

  SessionSpec spec() {
    return spec;
  }

  /** Whether a System.exit of a step ends that step alone. */
  boolean traps() {
    return traps;
  }

  /** Java's version, for instance 17. */
  String java() {
    return java;
  }

  boolean alive() {
    return process.isAlive();
  }

  /**
   * Runs a step.
   *
   * @return the driver's answer; null when the time is over or the user asked to stop: then it was
   *     killed; {@link #isGone} when it died by itself
   */
  @Nullable Map<String, @Nullable Object> run(
      SessionStep step, @Nullable Duration timeout, Cancellation cancellation) {
    long deadline = System.nanoTime() + (timeout == null ? Long.MAX_VALUE / 2 : timeout.toNanos());
    try {
      OutputStream in = process.getOutputStream();
      in.write((step.request() + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      // it is gone, as the next answer says
    }
    while (true) {
      Map<String, @Nullable Object> reply = next(deadline, cancellation);
      if (reply == null) {
        end(GRACE);
        return null;
      }
      if (reply == END || "ended".equals(reply.get("muster")) || reply.containsKey("error")) {
        return reply;
      }
    }
  }

  static boolean isGone(Map<String, @Nullable Object> reply) {
    return reply == END;
  }

  /** The status of a driver that is gone: its own, or 128 + the number of the signal. */
  int status() {
    try {
      return process.waitFor(CLOSE.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /** The next answer; null when the time is over or the user asked to stop. */
  private @Nullable Map<String, @Nullable Object> next(long deadline, Cancellation cancellation) {
    try {
      while (!cancellation.requested() && deadline - System.nanoTime() > 0) {
        Map<String, @Nullable Object> reply = replies.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (reply != null) {
          return reply;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (!line.startsWith(REPLY)) {
          keep(line); // the JVM itself, for instance when memory is out
          continue;
        }
        try {
          replies.add(Json.parseObject(line));
        } catch (JsonException e) {
          keep(line);
        }
      }
    } catch (IOException e) {
      // its end
    }
    replies.add(END);
  }

  private void keep(String line) throws IOException {
    Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Asks it to end, so that Spark takes its executors back; by force after a time. */
  private void end(Duration grace) {
    try {
      process.toHandle().destroy();
      process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  /** Ends it and all that shares its session. */
  void kill() {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
    RunProcesses.ofWorker(run, number).end();
  }

  /** Lets it stop what is open. */
  @Override
  public void close() {
    try {
      OutputStream in = process.getOutputStream();
      in.write('\n');
      in.flush();
      if (process.waitFor(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (IOException e) {
      // it is gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }
}
