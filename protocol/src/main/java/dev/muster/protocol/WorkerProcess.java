package dev.muster.protocol;

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
public final class WorkerProcess {

  private static final Duration END_DEADLINE = Duration.ofSeconds(10);
  private static final int ERROR_TEXT = 4096;

  private final String run;
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

  /**
   * Wraps a process that was started with the shim's folder and the two marks of {@link
   * RunProcesses} in its environment.
   *
   * @param run its id
   * @param number of the worker in the run
   * @param commands whether it runs a process for each task
   * @param inlineResult bytes of the largest result within a message
   */
  public WorkerProcess(
      String run, int number, boolean commands, int inlineResult, Process process) {
    this.run = run;
    this.number = number;
    this.commands = commands;
    this.process = process;
    this.handle = process.toHandle();
    this.in = process.getOutputStream();
    this.out = new WorkerMessageReader(process.getInputStream(), inlineResult);
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

  /** Unique in the run. */
  public int number() {
    return number;
  }

  /** The supervisor's process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether tasks must come with their input as a local file; known when it is ready. */
  public boolean wantsPath() {
    return wantsPath;
  }

  /** Whether a memory limit is enforced; known when it is ready. */
  public boolean enforcesMemory() {
    return enforcesMemory;
  }

  /**
   * Waits for the entrypoint to be imported.
   *
   * @throws EntrypointException when it cannot be called
   * @throws WorkerGoneException when the worker died; another one may fare better
   */
  public void awaitReady() {
    WorkerMessage message;
    try {
      message = out.read();
    } catch (IOException e) {
      throw new WorkerGoneException("the worker sent " + e.getMessage(), errorText(), false);
    }
    if (message instanceof WorkerMessage.Ready) {
      WorkerMessage.Ready ready = (WorkerMessage.Ready) message;
      wantsPath = ready.wantsPath();
      enforcesMemory = ready.enforcesMemory();
    } else if (message instanceof WorkerMessage.Fatal) {
      WorkerMessage.Fatal fatal = (WorkerMessage.Fatal) message;
      throw new EntrypointException(withDetail(fatal.message(), fatal.detail()), fatal.hint());
    } else if (message instanceof WorkerMessage.Exit) {
      WorkerMessage.Exit exit = (WorkerMessage.Exit) message;
      throw new WorkerGoneException(exit.message(), exit.detail(), false);
    } else {
      throw new WorkerGoneException("the worker process " + howItEnded(), errorText(), false);
    }
  }

  /** A message with what else is known below it. */
  public static String withDetail(String message, @Nullable String detail) {
    return detail == null ? message : message + "\n" + detail;
  }

  /** Sends one message; when the worker is gone, the next read tells how it went. */
  public void send(byte[] message) {
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
  public WorkerMessage.Ended answer(int task, int attempt) {
    while (true) {
      WorkerMessage message = read();
      if (message instanceof WorkerMessage.Ended) {
        WorkerMessage.Ended ended = (WorkerMessage.Ended) message;
        if (ended.task() == task && ended.attempt() == attempt) {
          return ended;
        }
        if (isLast(ended)) {
          WorkerMessage.Failed failed = (WorkerMessage.Failed) ended;
          throw new WorkerGoneException(failed.message(), failed.detail(), false);
        }
      } else if (message instanceof WorkerMessage.Exit) {
        WorkerMessage.Exit exit = (WorkerMessage.Exit) message;
        throw new WorkerGoneException(exit.message(), exit.detail(), false);
      } else if (message == null) {
        throw new WorkerGoneException("the worker process " + howItEnded(), errorText(), !broken);
      }
    }
  }

  /** Whether the worker ends with this message. */
  public static boolean isLast(@Nullable WorkerMessage message) {
    return message instanceof WorkerMessage.Failed && ((WorkerMessage.Failed) message).last();
  }

  /** The line of the last message that was read, without its end; until the next is read. */
  public byte[] line() {
    return out.line();
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
      if (isLast(next)) {
        return next;
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
  public void ask(int task, int attempt) {
    if (commands) {
      send(TaskMessage.end(task, attempt));
    } else {
      handle.destroy();
    }
  }

  /** Whether the worker goes on after an attempt that was asked to end. */
  public boolean survivesAsking() {
    return commands;
  }

  /** Kills a worker that takes too long to become ready. */
  public void killOverdue() {
    overdue = true;
    kill();
  }

  /** Whether it was killed because it took too long to become ready. */
  public boolean overdue() {
    return overdue;
  }

  /** Kills the supervisor and all below it. */
  public void kill() {
    handle.destroyForcibly();
    endLeftovers();
  }

  /**
   * Tells the worker that no more tasks come, and waits until it is gone with all its processes.
   */
  public void dispose() {
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
    RunProcesses.ofWorker(run, number).end();
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
