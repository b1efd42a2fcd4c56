package dev.muster.engine.spark.session;

import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The warm driver of a run: started with its first step, kept for the next ones of the same
 * configuration, begun anew for another one, after a crash and after a step that was ended. One
 * step at a time.
 */
public final class WarmSessions implements AutoCloseable {

  private static final int MOST_TRIES = 2;
  private static final int LOG_TAIL = 16 << 10;

  private final Path folder;
  private final String run;
  private int started;
  private @Nullable Path jar;
  private @Nullable WarmProcess open;
  private @Nullable String ended;

  /**
   * @param folder for the driver's jar and its logs
   * @param run whose mark drivers carry, so that a sweep finds them
   */
  public WarmSessions(Path folder, String run) {
    this.folder = folder.toAbsolutePath();
    this.run = run;
  }

  /**
   * Why steps of a Java cannot share a driver.
   *
   * @return null when they can
   */
  public static @Nullable String refusal(String java) {
    int release = JavaRelease.of(java);
    return JavaRelease.traps(release)
        ? null
        : "no session is reused: Java "
            + release
            + " lets nobody keep a step's System.exit from ending the driver; with JAVA_HOME of Java 17 one is";
  }

  /**
   * Runs a step to its end. One under which the driver dies runs once more, in a new driver.
   *
   * @param timeout null for none
   * @throws MusterException TIMEOUT when the time is over, INTERRUPTED when the user asked to stop:
   *     the driver is killed with all that it has started; UNAVAILABLE when no driver comes up
   */
  public synchronized SessionResult run(
      SessionSpec spec, SessionStep step, @Nullable Duration timeout, Cancellation cancellation) {
    List<String> notes = new ArrayList<>();
    for (int attempt = 1; ; attempt++) {
      WarmProcess warm = driver(spec, notes, cancellation);
      Map<String, @Nullable Object> reply = warm.run(step, timeout, cancellation);
      if (reply == null) {
        open = null;
        ended = "the last one was killed with step " + step.id();
        throw cancellation.requested()
            ? new MusterException(ErrorKind.INTERRUPTED, "step " + step.id() + " was stopped")
            : new MusterException(
                ErrorKind.TIMEOUT,
                "step " + step.id() + " had not ended within " + timeout,
                "give it more time: timeout of the step");
      }
      boolean crashed = WarmProcess.isGone(reply);
      if (crashed) {
        open = null;
        ended = "the last one ended with status " + warm.status() + " in step " + step.id();
        warm.kill();
        quote(step);
      } else if (Boolean.TRUE.equals(reply.get("again"))) {
        warm.close();
        open = null;
        ended = "step " + step.id() + " makes a Spark context of its own beside the kept one";
        crashed = true;
      }
      if (!crashed || attempt == MOST_TRIES) {
        return crashed
            ? new SessionResult(warm.status(), String.valueOf(ended), true, attempt, null, notes)
            : result(reply, attempt, notes);
      }
    }
  }

  /** Whether its driver is up and of this configuration. */
  public synchronized boolean fits(SessionSpec spec) {
    WarmProcess warm = open;
    return warm != null && warm.alive() && warm.spec().equals(spec);
  }

  private static SessionResult result(
      Map<String, @Nullable Object> reply, int attempt, List<String> notes) {
    Object exit = reply.get("exit");
    Object error = reply.get("error");
    Object application = reply.get("application");
    if (reply.get("notes") instanceof List<?> more) {
      more.forEach(note -> notes.add(String.valueOf(note)));
    }
    return new SessionResult(
        exit instanceof Long status ? status.intValue() : 1,
        error instanceof String text ? text : null,
        false,
        attempt,
        application instanceof String id ? id : null,
        notes);
  }

  private WarmProcess driver(SessionSpec spec, List<String> notes, Cancellation cancellation) {
    WarmProcess warm = open;
    if (warm != null && warm.alive() && warm.spec().equals(spec)) {
      return warm;
    }
    if (warm != null) {
      ended =
          warm.alive()
              ? "another configuration: " + warm.spec().difference(spec)
              : "the last one ended with status " + warm.status() + " between steps";
      warm.close();
      open = null;
    }
    if (ended != null) {
      notes.add("a new driver was started: " + ended);
    }
    int release = JavaRelease.of(spec.java());
    started++;
    warm =
        WarmProcess.start(
            spec, jar(), JavaRelease.mustAllow(release), run, started, log(started), cancellation);
    if (!warm.traps()) {
      warm.close();
      throw new MusterException(
          ErrorKind.CONFIGURATION,
          "Java " + warm.java() + " lets nobody trap System.exit",
          "run without --reuse-session, or with JAVA_HOME of Java 17");
    }
    open = warm;
    return warm;
  }

  private Path jar() {
    Path made = jar;
    if (made == null) {
      try {
        made = SessionJar.in(folder);
      } catch (IOException e) {
        throw new MusterException(
            ErrorKind.UNAVAILABLE, "the warm driver cannot be written: " + e.getMessage(), null, e);
      }
      jar = made;
    }
    return made;
  }

  private Path log(int number) {
    return folder.resolve("driver-" + number + ".log");
  }

  /** The end of what a driver printed goes to the step under which it died. */
  private void quote(SessionStep step) {
    try {
      byte[] all = Files.readAllBytes(log(started));
      int from = Math.max(0, all.length - LOG_TAIL);
      String tail = new String(all, from, all.length - from, StandardCharsets.UTF_8);
      Files.writeString(
          step.log(),
          "muster: " + ended + "; its last words:\n" + tail,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      // the status says what there is to say
    }
  }

  /** Ends the driver that is open. */
  @Override
  public synchronized void close() {
    WarmProcess warm = open;
    open = null;
    if (warm != null) {
      warm.close();
    }
  }
}
