package dev.muster.spark;

import dev.muster.protocol.ProtocolException;
import dev.muster.protocol.RunningAttempt;
import dev.muster.protocol.TaskMessage;
import dev.muster.protocol.WorkerGoneException;
import dev.muster.protocol.WorkerMessage;
import dev.muster.protocol.WorkerProcess;
import dev.muster.protocol.spool.Packet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A slot of an executor: one thread of Spark at a time, one warm worker, one connection. */
final class WarmSlot {

  /** How often a worker may be found dead between two tasks, one after the other. */
  private static final int TRIES = 3;

  /** Between asking an overlong or revoked task to end and killing it. */
  private static final long KILL_MILLIS = 2_000;

  /** Spark itself ends the task: its executor is going, or another one was quicker. */
  private static final String KILLED = "KILLED";

  private final ExecutorHome home;
  private final int index;
  private final Link link;
  private final WorkerStart start;
  private final Upload upload;
  private final TaskMessage messages = new TaskMessage();
  private @Nullable WorkerProcess worker;
  private int served;
  private volatile @Nullable RunningAttempt<String> current;
  private volatile @Nullable TaskKey currentKey;
  private volatile @Nullable BooleanSupplier killed;
  private volatile boolean ending;

  WarmSlot(ExecutorHome home, int index) {
    this.home = home;
    this.index = index;
    link = new Link(home.address(), this::asked);
    start = new WorkerStart(home, index, link);
    upload = new Upload(link, home.results(), home.spool(), home.storedFrom());
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
      WorkerProcess process = worker == null ? start.worker(this::requireLife) : worker;
      if (process == null) {
        return;
      }
      if (worker == null) {
        worker = process;
        served = 0;
      }
      if (tries == 1 && !begin(key, process)) {
        return;
      }
      if (attempt(key, task, process, tries < TRIES)) {
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

  private void retire() {
    WorkerProcess process = worker;
    worker = null;
    start.forget();
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
    WorkerProcess process = start.alive();
    if (process != null) {
      if (current != null) {
        process.kill();
      }
      process.dispose();
    }
  }
}
