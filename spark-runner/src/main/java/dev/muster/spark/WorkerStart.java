package dev.muster.spark;

import dev.muster.protocol.ConfigureMessage;
import dev.muster.protocol.EntrypointException;
import dev.muster.protocol.ProtocolException;
import dev.muster.protocol.RunProcesses;
import dev.muster.protocol.ThisMachine;
import dev.muster.protocol.WorkerGoneException;
import dev.muster.protocol.WorkerProcess;
import dev.muster.protocol.spool.Packet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts the workers of a slot, and tells the driver of them, or why there can be none. */
final class WorkerStart {

  /** How often a worker may die before it is ready, one after the other. */
  private static final int TRIES = 3;

  /** An import that takes longer is taken for one that hangs. */
  private static final long START_MILLIS = Duration.ofMinutes(5).toMillis();

  private final ExecutorHome home;
  private final int slot;
  private final Link link;
  private volatile @Nullable WorkerProcess alive;
  private volatile boolean ready;

  WorkerStart(ExecutorHome home, int slot, Link link) {
    this.home = home;
    this.slot = slot;
    this.link = link;
  }

  /** Throws when Spark has ended what the worker was for. */
  @FunctionalInterface
  interface Life {
    void require() throws IOException;
  }

  /** The last one that was started, ready or not; null when it has gone. */
  @Nullable WorkerProcess alive() {
    return alive;
  }

  /** The last one is not used any more. */
  void forget() {
    alive = null;
  }

  /** A worker that is ready; null when the entrypoint cannot be called and the driver knows. */
  @Nullable WorkerProcess worker(Life life) throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      if (home.hopeless()) {
        return null;
      }
      int number = link.ask(Packet.of("number", slot)).count("number");
      WorkerProcess process = launch(number);
      ready = false;
      alive = process;
      if (process == null) {
        return null;
      }
      home.after(START_MILLIS, () -> killOverdue(process));
      try {
        process.awaitReady();
        ready = true;
        announce(process);
        return process;
      } catch (EntrypointException e) {
        process.dispose();
        life.require();
        fatal(Packet.of("fatal", e.text()).with("hint", e.hint()));
        return null;
      } catch (WorkerGoneException gone) {
        process.dispose();
        life.require();
        if (tries == TRIES || process.overdue()) {
          fatal(
              Packet.of("fatal", gone.text())
                  .with("detail", gone.detail())
                  .with("start", process.overdue() ? "overdue" : "gone"));
          return null;
        }
      }
    }
  }

  private void killOverdue(WorkerProcess process) {
    if (alive == process && !ready) {
      process.killOverdue();
    }
  }

  private void fatal(Packet packet) throws IOException, InterruptedException {
    home.giveUp();
    link.keep(packet.with("host", ThisMachine.known().name()));
    link.flush();
  }

  private void announce(WorkerProcess process) throws IOException, InterruptedException {
    ThisMachine machine = ThisMachine.known();
    String address = link.localAddress();
    link.keep(
        Packet.of("worker", process.number())
            .with("executor", home.id())
            .with("host", machine.name())
            .with("address", address.startsWith("127.") ? machine.address() : address)
            .with("pid", process.pid())
            .with("slot", slot)
            .with("limits", process.enforcesMemory())
            .with("behind", link.behind())
            .with("since", Failed.micros(Instant.now())));
  }

  private @Nullable WorkerProcess launch(int number) throws IOException, InterruptedException {
    Packet job = home.job();
    Path project = home.project();
    Files.createDirectories(home.results());
    Files.createDirectories(home.spool());
    ProcessBuilder builder =
        new ProcessBuilder(home.python(), "-X", "utf8", home.shim().toString());
    builder.directory(project.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    try {
      environment.putAll(home.environment());
      environment.put(RunProcesses.RUN, home.address().run);
      environment.put(RunProcesses.WORKER, Integer.toString(number));
      WorkerProcess process =
          new WorkerProcess(
              home.address().run,
              number,
              Boolean.TRUE.equals(job.value("commands")),
              job.count("inline_result"),
              builder.start());
      process.send(
          configuration(job)
              .worker(home.address().run, number)
              .folders(project, home.results(), home.spool())
              .encode());
      return process;
    } catch (IOException | IllegalArgumentException e) {
      fatal(
          Packet.of("fatal", "Python cannot be started as " + home.python() + ": " + e.getMessage())
              .with(
                  "hint",
                  "name one that hosts have: --conf spark.pyspark.python=/path/to/python3"));
      return null;
    }
  }

  private static ConfigureMessage configuration(Packet job) throws ProtocolException {
    Object fields = job.value("configure");
    if (!(fields instanceof Map)) {
      throw new ProtocolException("a job without configuration");
    }
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    ((Map<?, ?>) fields).forEach((name, value) -> named.put(String.valueOf(name), value));
    return ConfigureMessage.of(named);
  }
}
