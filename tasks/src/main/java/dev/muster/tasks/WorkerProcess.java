package dev.muster.tasks;

import dev.muster.model.Entrypoint;
import dev.muster.protocol.ProtocolException;
import dev.muster.protocol.TaskMessage;
import dev.muster.protocol.WorkerMessage;
import dev.muster.protocol.WorkerMessageReader;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.EngineJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A worker's supervisor, the process that this one started. Read by its slot's thread alone;
 * written and killed by any.
 */
final class WorkerProcess {

  private static final Duration END_DEADLINE = Duration.ofSeconds(10);
  private static final int ERROR_TEXT = 4096;

  private final EngineJob job;
  private final int number;
  private final boolean commands;
  private final Process process;

  /** Sends signals; {@link Process#destroy()} would close the pipes too, and the rest be lost. */
  private final ProcessHandle handle;

  private final OutputStream in;
  private final WorkerMessageReader out;
  private volatile boolean broken;
  private volatile boolean overdue;
  private boolean wantsPath;
  private boolean enforcesMemory;

  WorkerProcess(EngineJob job, int number, boolean commands, Process process) {
    this.job = job;
    this.number = number;
    this.commands = commands;
    this.process = process;
    this.handle = process.toHandle();
    this.in = process.getOutputStream();
    this.out = new WorkerMessageReader(process.getInputStream(), job.limits().inlineResult());
    // A process that the user's code forked may hold the pipe on which the slot's thread waits.
    var unused =
        process
            .onExit()
            .thenAcceptAsync(
                ended -> {
                  if (ended.exitValue() != 0) {
                    endLeftovers();
                  }
                });
  }

  int number() {
    return number;
  }

  long pid() {
    return process.pid();
  }

  boolean wantsPath() {
    return wantsPath;
  }

  boolean enforcesMemory() {
    return enforcesMemory;
  }

  /**
   * Waits for the entrypoint to be imported.
   *
   * @throws MusterException INVALID when it cannot be called
   * @throws WorkerGoneException when the worker died; another one may fare better
   */
  void awaitReady() {
    WorkerMessage message;
    try {
      message = out.read();
    } catch (IOException e) {
      throw new WorkerGoneException("the worker sent " + e.getMessage(), errorText(), false);
    }
    if (message instanceof WorkerMessage.Ready ready) {
      wantsPath = ready.wantsPath();
      enforcesMemory = ready.enforcesMemory();
    } else if (message instanceof WorkerMessage.Fatal fatal) {
      throw new MusterException(
          ErrorKind.INVALID, withDetail(fatal.message(), fatal.detail()), fatal.hint());
    } else if (message instanceof WorkerMessage.Exit exit) {
      throw new WorkerGoneException(exit.message(), exit.detail(), false);
    } else {
      throw new WorkerGoneException("the worker process " + howItEnded(), errorText(), false);
    }
  }

  private static String withDetail(String message, @Nullable String detail) {
    return detail == null ? message : message + "\n" + detail;
  }

  /** Sends one message; when the worker is gone, the next read tells how it went. */
  void send(byte[] message) {
    synchronized (in) {
      try {
        in.write(message);
        in.flush();
      } catch (IOException e) {
        broken = true;
      }
    }
  }

  /**
   * Waits for the end of an attempt.
   *
   * @throws WorkerGoneException when the worker died before or under it
   */
  WorkerMessage.Ended answer(int task, int attempt) {
    while (true) {
      WorkerMessage message = read();
      if (message instanceof WorkerMessage.Ended ended) {
        if (ended.task() == task && ended.attempt() == attempt) {
          return ended;
        }
        if (ended instanceof WorkerMessage.Failed failed && failed.last()) {
          throw new WorkerGoneException(failed.message(), failed.detail(), false);
        }
      } else if (message instanceof WorkerMessage.Exit exit) {
        throw new WorkerGoneException(exit.message(), exit.detail(), false);
      } else if (message == null) {
        throw new WorkerGoneException("the worker process " + howItEnded(), errorText(), !broken);
      }
    }
  }

  private @Nullable WorkerMessage read() {
    try {
      return out.read();
    } catch (ProtocolException garbage) {
      return afterGarbage(garbage);
    } catch (IOException e) {
      return null;
    }
  }

  /** A worker that dies while it writes leaves half a line, then its supervisor says so. */
  private @Nullable WorkerMessage afterGarbage(ProtocolException garbage) {
    handle.destroy();
    handle.destroy();
    try {
      WorkerMessage next = out.read();
      if (next instanceof WorkerMessage.Failed failed && failed.last()) {
        return failed;
      }
    } catch (IOException e) {
      garbage.addSuppressed(e);
    }
    throw new WorkerGoneException("the worker sent " + garbage.getMessage(), errorText(), true);
  }

  /**
   * Asks an attempt to end: with SIGTERM the first time, the second time it is killed. A worker of
   * commands survives it.
   */
  void ask(int task, int attempt) {
    if (commands) {
      send(TaskMessage.end(task, attempt));
    } else {
      handle.destroy();
    }
  }

  /** Whether the worker goes on after an attempt that was asked to end. */
  boolean survivesAsking() {
    return commands;
  }

  /** Kills a worker that takes too long to become ready. */
  void killOverdue() {
    overdue = true;
    kill();
  }

  boolean overdue() {
    return overdue;
  }

  /** What to say when workers die before their first task again and again. */
  MusterException cannotStart(WorkerGoneException gone) {
    if (overdue) {
      return new MusterException(
          ErrorKind.INVALID,
          "the entrypoint of " + job.project().name() + " is not imported within 5m",
          "look for what waits at the top level of the module");
    }
    return new MusterException(
        ErrorKind.INVALID,
        withDetail("no worker can be started: " + gone.text(), gone.detail()),
        "in the project folder: " + job.python() + " -c 'import " + module() + "'");
  }

  private String module() {
    return job.project().entrypoint() instanceof Entrypoint.PythonFunction python
        ? python.module()
        : "sys";
  }

  /** Kills the supervisor and all below it. */
  void kill() {
    handle.destroyForcibly();
    endLeftovers();
  }

  /**
   * Tells the worker that no more tasks come, and waits until it is gone with all its processes.
   */
  void dispose() {
    try {
      in.close();
    } catch (IOException e) {
      // it is gone already
    }
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(END_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
        process.waitFor(END_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      interrupted = true;
      kill();
    }
    if (process.isAlive() || process.exitValue() != 0) {
      endLeftovers();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void endLeftovers() {
    RunProcesses.ofWorker(job.run(), number).end();
  }

  private String howItEnded() {
    try {
      if (!process.waitFor(END_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        return "closed its output";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "closed its output";
    }
    int status = process.exitValue();
    return status > 128 ? "was killed by signal " + (status - 128) : "ended with status " + status;
  }

  /** What the interpreter itself said, for instance that a library is missing. */
  private @Nullable String errorText() {
    try {
      InputStream error = process.getErrorStream();
      byte[] text = error.readNBytes(Math.min(error.available(), ERROR_TEXT));
      return text.length == 0 ? null : new String(text, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return null;
    }
  }
}
