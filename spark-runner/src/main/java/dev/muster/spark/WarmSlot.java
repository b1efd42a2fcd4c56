package dev.muster.spark;

import dev.muster.protocol.ConfigureMessage;
import dev.muster.protocol.EntrypointException;
import dev.muster.protocol.ProtocolException;
import dev.muster.protocol.RunProcesses;
import dev.muster.protocol.RunningAttempt;
import dev.muster.protocol.TaskMessage;
import dev.muster.protocol.ThisMachine;
import dev.muster.protocol.WorkerGoneException;
import dev.muster.protocol.WorkerMessage;
import dev.muster.protocol.WorkerProcess;
import dev.muster.protocol.spool.Packet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A slot of an executor: one thread of Spark at a time, one warm worker, one connection. */
final class WarmSlot {

  /** How often a worker may die before its first task, or between two, one after the other. */
  private static final int START_TRIES = 3;

  /** An import that takes longer is taken for one that hangs. */
  private static final long START_MILLIS = Duration.ofMinutes(5).toMillis();

  /** Between asking an overlong or revoked task to end and killing it. */
  private static final long KILL_MILLIS = 2_000;

  /** Spark itself ends the task: its executor is going, or another one was quicker. */
  private static final String KILLED = "KILLED";

  private final ExecutorHome home;
  private final int index;
  private final Link link;
  private final Upload upload;
  private final TaskMessage messages = new TaskMessage();
  private @Nullable WorkerProcess worker;
  private int served;
  private volatile @Nullable WorkerProcess alive;
  private volatile @Nullable RunningAttempt<String> current;
  private volatile @Nullable TaskKey currentKey;
  private volatile @Nullable BooleanSupplier killed;
  private volatile boolean ending;

  WarmSlot(ExecutorHome home, int index) {
    this.home = home;
    this.index = index;
    link = new Link(home.address(), this::asked);
    upload = new Upload(link, home.results(), home.spool());
  }

  int index() {
    return index;
  }

  /** A thread of Spark has it now. */
  void taken(BooleanSupplier interrupted, Thread thread) {
    killed = () -> interrupted.getAsBoolean() || thread.isInterrupted();
  }

  void released() {
    killed = null;
  }

  /** Waits until the driver has kept all results. */
  void flush() throws IOException, InterruptedException {
    link.flush();
  }

  /** Makes the attempt that Muster asked for, unless the driver says that it has ended. */
  void run(Map<?, ?> task) throws IOException, InterruptedException {
    requireLife();
    TaskKey key = Fields.key(task);
    for (int tries = 1; ; tries++) {
      WorkerProcess process = worker == null ? startWorker() : worker;
      if (process == null) {
        return;
      }
      if (tries == 1 && !begin(key, process)) {
        return;
      }
      if (attempt(key, task, process, tries < START_TRIES)) {
        served++;
        int most = home.job().count("tasks_per_worker");
        if (most > 0 && served >= most) {
          retire();
        }
        return;
      }
    }
  }

  private void requireLife() throws IOException {
    BooleanSupplier gone = killed;
    if (ending || (gone != null && gone.getAsBoolean())) {
      link.forget();
      throw new IOException("Spark has ended this task");
    }
  }

  private boolean begin(TaskKey key, WorkerProcess process)
      throws IOException, InterruptedException {
    Packet answer =
        link.ask(
            Packet.of("begin", key.task)
                .with("attempt", key.attempt)
                .with("worker", process.number()));
    return Boolean.TRUE.equals(answer.value("go"));
  }

  /** Makes an attempt; false when the worker was found dead, so that another one must make it. */
  private boolean attempt(TaskKey key, Map<?, ?> task, WorkerProcess process, boolean mayRepeat)
      throws IOException, InterruptedException {
    Instant since = Instant.now();
    RunningAttempt<String> running = new RunningAttempt<>(key.task, key.attempt, process, since);
    currentKey = key;
    current = running;
    try {
      byte[] message;
      try {
        message = message(key, task, process.wantsPath());
      } catch (IOException e) {
        String reason = running.finish();
        end(key, process, reason == null ? "INPUT_UNAVAILABLE" : reason, line(key, since, e));
        return true;
      }
      String before = running.send(message);
      if (before != null) {
        end(key, process, before, line(key, since, new IOException("not begun")));
        return true;
      }
      WorkerMessage.Ended answer = process.answer(key.task, key.attempt);
      byte[] line = process.line();
      String reason = running.finish();
      requireLife();
      upload.files(key, process.number(), answer);
      end(key, process, reason, line);
      if (WorkerProcess.isLast(answer) || (reason != null && !process.survivesAsking())) {
        retire();
      }
      return true;
    } catch (WorkerGoneException gone) {
      String reason = running.finish();
      retire();
      requireLife();
      if (reason == null && !gone.begun() && mayRepeat) {
        return false;
      }
      byte[] line = Failed.line(key, since, Instant.now(), gone.text(), gone.detail());
      end(key, process, reason, line);
      return true;
    } finally {
      current = null;
      currentKey = null;
    }
  }

  private static byte[] line(TaskKey key, Instant since, IOException e) {
    return Failed.line(key, since, Instant.now(), String.valueOf(e.getMessage()), null);
  }

  private void end(TaskKey key, WorkerProcess process, @Nullable String reason, byte[] line)
      throws IOException, InterruptedException {
    requireLife();
    link.keep(
        Packet.of("ended", key.task)
            .with("attempt", key.attempt)
            .with("worker", process.number())
            .with("reason", reason)
            .with(line));
  }

  private byte[] message(TaskKey key, Map<?, ?> task, boolean wantsPath)
      throws IOException, InterruptedException {
    String root = Fields.text(task, "root");
    String path = Fields.optionalText(task, "path");
    String staged = Fields.optionalText(task, "input");
    if (staged != null) {
      int number = Fields.count(task, "input_root");
      String name = Fields.text(task, "key");
      boolean file = root.startsWith("file:");
      if (file || wantsPath) {
        path = home.inputs().file(link, number, name, staged).toString();
      }
      if (file) {
        root = "file:" + home.inputs().root(number) + "/";
      }
    }
    return messages.run(
        key.task,
        key.attempt,
        root,
        Fields.text(task, "key"),
        wantsPath ? path : null,
        Fields.optionalText(task, "column"),
        Fields.text(task, "params"),
        Fields.count(task, "round"));
  }

  /** A worker that is ready; null when the entrypoint cannot be called and the driver knows. */
  private @Nullable WorkerProcess startWorker() throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      if (home.hopeless()) {
        return null;
      }
      int number = link.ask(Packet.of("number", index)).count("number");
      WorkerProcess process = launch(number);
      alive = process;
      if (process == null) {
        return null;
      }
      home.after(START_MILLIS, () -> killOverdue(process));
      try {
        process.awaitReady();
        worker = process;
        served = 0;
        announce(process);
        return process;
      } catch (EntrypointException e) {
        process.dispose();
        requireLife();
        fatal(Packet.of("fatal", e.text()).with("hint", e.hint()));
        return null;
      } catch (WorkerGoneException gone) {
        process.dispose();
        requireLife();
        if (tries == START_TRIES || process.overdue()) {
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
    if (alive == process && worker != process) {
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
            .with("slot", index)
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

  private void retire() {
    WorkerProcess process = worker;
    worker = null;
    alive = null;
    if (process != null) {
      process.dispose();
    }
  }

  /** The driver asks for the end of an attempt. */
  private void asked(Packet packet) {
    RunningAttempt<String> running = current;
    TaskKey key = currentKey;
    try {
      if (running != null
          && key != null
          && key.equals(new TaskKey(packet.count("end"), packet.count("attempt")))) {
        end(running, packet.text("reason"), packet.number("grace"));
      }
    } catch (ProtocolException e) {
      // a driver of another version: the attempt goes on
    }
  }

  private void end(RunningAttempt<String> running, String reason, long graceMillis) {
    if (running.end(reason)) {
      home.after(graceMillis, running::kill);
      home.after(graceMillis + KILL_MILLIS, running::killWorker);
    }
  }

  /** Called now and then: ends what runs too long, or what Spark has killed. */
  void watch() {
    RunningAttempt<String> running = current;
    BooleanSupplier gone = killed;
    if (running == null) {
      return;
    }
    if (gone != null && gone.getAsBoolean()) {
      if (running.end(KILLED)) {
        running.killWorker();
      }
      return;
    }
    Object timeout = home.job().value("timeout_millis");
    if (timeout instanceof Long
        && (Long) timeout > 0
        && running.ranLongerThan(Duration.ofMillis((Long) timeout))) {
      end(running, "TIMEOUT", KILL_MILLIS);
    }
  }

  /** Ends the worker with what it runs. */
  void kill() {
    ending = true;
    link.close();
    WorkerProcess process = alive;
    if (process != null) {
      if (current != null) {
        process.kill();
      }
      process.dispose();
    }
  }
}
