package dev.muster.attempts.process;

import dev.muster.protocol.RunProcesses;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.ScriptText;
import dev.muster.spi.pipeline.RunningStep;
import dev.muster.spi.pipeline.StepAttempt;
import dev.muster.spi.pipeline.StepEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * An attempt as a process of this machine under a small supervisor, the leader of a session: it
 * goes on when Muster is killed, and its folder says how it ended.
 */
public final class SupervisedProcess implements RunningStep {

  /** Variables that mark what belongs to an attempt. */
  public static final String STEP = "MUSTER_STEP";

  public static final String ATTEMPT = "MUSTER_ATTEMPT";

  /** How long a command has to end when its time is up. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** A supervisor writes who it is within microseconds of making the file. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long PAUSE_MILLIS = 20;
  private static final long WATCH_MILLIS = 100;

  /** By its path where it usually is: a search of PATH is dozens of calls for each step. */
  private static final String SETSID =
      Files.isExecutable(Path.of("/usr/bin/setsid")) ? "/usr/bin/setsid" : "setsid";

  private static final String SCRIPT = ScriptText.of(SupervisedProcess.class, "supervise.sh");

  private final AttemptFolder folder;
  private final ProcessId leader;
  private final CompletableFuture<StepEnd> end;

  private SupervisedProcess(
      AttemptFolder folder, ProcessId leader, CompletableFuture<StepEnd> end) {
    this.folder = folder;
    this.leader = leader;
    this.end = end;
  }

  /**
   * Starts a command.
   *
   * @param run the run's id
   * @param working the folder in which it works
   * @throws MusterException UNAVAILABLE when this machine cannot start it
   */
  public static RunningStep start(
      String run, StepAttempt attempt, List<String> command, Path working) {
    Duration limit = attempt.step().timeout();
    List<String> words = new ArrayList<>(List.of(SETSID, "/bin/sh", "-c", SCRIPT, "sh"));
    words.add(attempt.folder().toString());
    words.add(Long.toString(limit == null ? 0 : Math.max(1, limit.toSeconds())));
    words.add(Long.toString(GRACE.toSeconds()));
    words.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(working.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(attempt.log().toFile()));
    builder.environment().clear();
    builder.environment().putAll(attempt.environment());
    builder.environment().put(RunProcesses.RUN, run);
    builder.environment().put(STEP, attempt.step().id().value());
    builder.environment().put(ATTEMPT, Integer.toString(attempt.number()));
    AttemptFolder folder = new AttemptFolder(attempt.folder());
    try {
      Process process = builder.start();
      CompletableFuture<StepEnd> end =
          watch(process.pid(), process::waitFor, () -> ended(run, attempt, folder));
      return new SupervisedProcess(folder, ProcessId.of(process.pid()), end);
    } catch (IOException e) {
      FileFault fault = FileFault.of(e);
      throw new MusterException(
          fault.full() ? ErrorKind.QUOTA : ErrorKind.UNAVAILABLE,
          "step " + attempt.step().id() + " cannot be started: " + fault.words(),
          "setsid and sh are needed, and the folder " + working,
          e);
    }
  }

  /**
   * Takes over an attempt of a Muster that is gone; as {@link
   * dev.muster.spi.pipeline.StepLauncher#adopt}.
   */
  public static Optional<RunningStep> adopt(String run, StepAttempt attempt) {
    AttemptFolder folder = new AttemptFolder(attempt.folder());
    if (folder.claim()) {
      return Optional.empty();
    }
    Optional<ProcessId> leader = ProcessId.parse(owner(folder));
    if (leader.isPresent() && leader.get().alive()) {
      ProcessId id = leader.get();
      CompletableFuture<StepEnd> end =
          watch(id.pid(), () -> awaitGone(id), () -> ended(run, attempt, folder));
      return Optional.of(new SupervisedProcess(folder, id, end));
    }
    Optional<StepEnd> end = folder.end();
    if (end.isEmpty()) {
      sweep(run, attempt);
      return Optional.empty();
    }
    ProcessId gone = leader.orElse(new ProcessId(1, 0, "-"));
    return Optional.of(
        new SupervisedProcess(folder, gone, CompletableFuture.completedFuture(end.get())));
  }

  /** A wait for the end of a process. */
  private interface Wait {
    void end() throws InterruptedException;
  }

  /**
   * On a thread of its own, which is there when the process ends: {@link Process#onExit} makes one
   * then.
   */
  private static CompletableFuture<StepEnd> watch(long pid, Wait wait, Supplier<StepEnd> then) {
    CompletableFuture<StepEnd> end = new CompletableFuture<>();
    Thread watcher =
        new Thread(
            () -> {
              try {
                wait.end();
                end.complete(then.get());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                end.completeExceptionally(e);
              } catch (RuntimeException e) {
                end.completeExceptionally(e);
              }
            },
            "watch-" + pid);
    watcher.setDaemon(true);
    watcher.start();
    return end;
  }

  /**
   * No child of ours, so nobody tells: it is looked at again and again. A {@link ProcessHandle}
   * takes one that is dead for running until its new parent has looked at it.
   */
  private static void awaitGone(ProcessId id) throws InterruptedException {
    while (id.alive()) {
      TimeUnit.MILLISECONDS.sleep(WATCH_MILLIS);
    }
  }

  /** Waits until who has made the file has written into it. */
  private static String owner(AttemptFolder folder) {
    long begin = System.nanoTime();
    String text = folder.owner().orElse("");
    while (text.isEmpty() && System.nanoTime() - begin < PATIENCE.toNanos()) {
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new MusterException(ErrorKind.INTERRUPTED, "interrupted");
      }
      text = folder.owner().orElse("");
    }
    return text;
  }

  /**
   * A supervisor that was killed has left no end, and may have left its command. On a full disk
   * none can begin.
   */
  private static StepEnd ended(String run, StepAttempt attempt, AttemptFolder folder) {
    Optional<StepEnd> end = folder.end();
    if (end.isPresent()) {
      return told(end.get(), folder);
    }
    sweep(run, attempt);
    if (folder.full()) {
      throw new MusterException(
          ErrorKind.QUOTA,
          folder.folder() + " cannot be written: the disk is full",
          "make room there, then go on: muster pipeline run --resume " + run);
    }
    return new StepEnd(StepEnd.Cause.LOST, null, "its supervisor was killed");
  }

  /** On a full disk the log has no room for what a program says of it. */
  private static StepEnd told(StepEnd end, AttemptFolder folder) {
    Integer code = end.exitCode();
    return end.cause() == StepEnd.Cause.EXITED && code != null && code != 0 && folder.full()
        ? new StepEnd(end.cause(), code, "the disk is full")
        : end;
  }

  private static void sweep(String run, StepAttempt attempt) {
    var unused =
        RunProcesses.marked(
                List.of(
                    RunProcesses.RUN + "=" + run,
                    STEP + "=" + attempt.step().id(),
                    ATTEMPT + "=" + attempt.number()))
            .end();
  }

  @Override
  public String handle() {
    return leader.toString();
  }

  @Override
  public CompletableFuture<StepEnd> end() {
    return end;
  }

  @Override
  public void cancel(Duration grace) {
    if (end.isDone()) {
      return;
    }
    folder.stopped();
    signal("TERM");
    CompletableFuture.delayedExecutor(grace.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> signal("KILL"));
  }

  /** To all of its group; Java itself knows only processes. */
  private void signal(String name) {
    if (end.isDone() || !leader.alive()) {
      return;
    }
    try {
      Process kill =
          new ProcessBuilder(
                  "sh", "-c", "kill \"-$1\" \"-$2\"", "sh", name, Long.toString(leader.pid()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!kill.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        kill.destroyForcibly();
      }
    } catch (IOException e) {
      ProcessHandle.of(leader.pid()).ifPresent(ProcessHandle::destroyForcibly);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
