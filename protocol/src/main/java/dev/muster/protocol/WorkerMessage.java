package dev.muster.protocol;

import org.jspecify.annotations.Nullable;

/** What a worker says. */
public abstract class WorkerMessage {

  private WorkerMessage() {}

  /** The entrypoint can be called; tasks may come. */
  public static final class Ready extends WorkerMessage {
    private final String python;
    private final boolean wantsPath;
    private final boolean enforcesMemory;

    Ready(String python, boolean wantsPath, boolean enforcesMemory) {
      this.python = python;
      this.wantsPath = wantsPath;
      this.enforcesMemory = enforcesMemory;
    }

    /** Version of the interpreter, for instance {@code 3.11.7}. */
    public String python() {
      return python;
    }

    /** Whether tasks must come with their input as a local file. */
    public boolean wantsPath() {
      return wantsPath;
    }

    /** Whether a memory limit can be enforced on this machine; it needs {@code /proc}. */
    public boolean enforcesMemory() {
      return enforcesMemory;
    }
  }

  /** The entrypoint cannot be called at all; the worker ends. */
  public static final class Fatal extends WorkerMessage {
    private final String message;
    private final @Nullable String hint;
    private final @Nullable String detail;

    Fatal(String message, @Nullable String hint, @Nullable String detail) {
      this.message = message;
      this.hint = hint;
      this.detail = detail;
    }

    /** What is wrong. */
    public String message() {
      return message;
    }

    /** What fixes it. */
    public @Nullable String hint() {
      return hint;
    }

    /** The user's traceback. */
    public @Nullable String detail() {
      return detail;
    }
  }

  /** The worker has ended while it ran no task. */
  public static final class Exit extends WorkerMessage {
    private final String message;
    private final @Nullable String detail;

    Exit(String message, @Nullable String detail) {
      this.message = message;
      this.detail = detail;
    }

    /** How it ended. */
    public String message() {
      return message;
    }

    /** The last lines that it printed. */
    public @Nullable String detail() {
      return detail;
    }
  }

  /** What a task printed, as the worker kept it. */
  public static final class Log {
    private final @Nullable String path;
    private final long bytes;
    private final long cut;
    private final @Nullable String problem;

    Log(@Nullable String path, long bytes, long cut, @Nullable String problem) {
      this.path = path;
      this.bytes = bytes;
      this.cut = cut;
      this.problem = problem;
    }

    /** Relative to the results folder; null when it could not be written. */
    public @Nullable String path() {
      return path;
    }

    /** Printed in all. */
    public long bytes() {
      return bytes;
    }

    /** Left out of the file. */
    public long cut() {
      return cut;
    }

    /** Why it could not be written; null when it was. */
    public @Nullable String problem() {
      return problem;
    }
  }

  /** An attempt has ended. Times are microseconds since 1970 by the worker's clock. */
  public abstract static class Ended extends WorkerMessage {
    final int task;
    final int attempt;
    final long started;
    final long ended;
    final @Nullable Log log;

    Ended(int task, int attempt, long started, long ended, @Nullable Log log) {
      this.task = task;
      this.attempt = attempt;
      this.started = started;
      this.ended = ended;
      this.log = log;
    }

    /** Ordinal of the task. */
    public int task() {
      return task;
    }

    /** From 1. */
    public int attempt() {
      return attempt;
    }

    /** When the entrypoint was called. */
    public long started() {
      return started;
    }

    /** When it was over. */
    public long ended() {
      return ended;
    }

    /** What it printed, null when nothing. */
    public @Nullable Log log() {
      return log;
    }
  }

  /** It succeeded with a result in the message. */
  public static final class Done extends Ended {
    private final String json;

    Done(int task, int attempt, long started, long ended, @Nullable Log log, String json) {
      super(task, attempt, started, ended, log);
      this.json = json;
    }

    /** A JSON object in one line of ASCII. */
    public String json() {
      return json;
    }
  }

  /** It succeeded with a result in a file of the spool folder. */
  public static final class Spooled extends Ended {
    private final String file;
    private final long size;
    private final String sha256;

    Spooled(
        int task,
        int attempt,
        long started,
        long ended,
        @Nullable Log log,
        String file,
        long size,
        String sha256) {
      super(task, attempt, started, ended, log);
      this.file = file;
      this.size = size;
      this.sha256 = sha256;
    }

    /** Its name in the spool folder, without any folder. */
    public String file() {
      return file;
    }

    /** In bytes. */
    public long size() {
      return size;
    }

    /** 64 hexadecimal digits. */
    public String sha256() {
      return sha256;
    }
  }

  /** It failed. */
  public static final class Failed extends Ended {
    private final String kind;
    private final String message;
    private final @Nullable String detail;
    private final @Nullable String exception;
    private final boolean last;

    Failed(
        int task,
        int attempt,
        long started,
        long ended,
        @Nullable Log log,
        String kind,
        String message,
        @Nullable String detail,
        @Nullable String exception,
        boolean last) {
      super(task, attempt, started, ended, log);
      this.kind = kind;
      this.message = message;
      this.detail = detail;
      this.exception = exception;
      this.last = last;
    }

    /** EXCEPTION, EXIT, RETRYABLE, BAD_RESULT, RESULT_TOO_LARGE, MEMORY or CRASH. */
    public String kind() {
      return kind;
    }

    /** One line. */
    public String message() {
      return message;
    }

    /** Traceback or last lines of output. */
    public @Nullable String detail() {
      return detail;
    }

    /** Names of the exception's class and its bases, most special first, joined by commas. */
    public @Nullable String exception() {
      return exception;
    }

    /** Whether the worker ends with it. */
    public boolean last() {
      return last;
    }
  }
}
