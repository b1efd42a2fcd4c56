package dev.muster.engine.spark.session;

import dev.muster.engine.spark.SessionSpecs;
import dev.muster.model.pipeline.StepWork;
import dev.muster.protocol.Json;
import dev.muster.protocol.JsonException;
import dev.muster.protocol.RunProcesses;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.pipeline.RunningStep;
import dev.muster.spi.pipeline.StepAttempt;
import dev.muster.spi.pipeline.StepEnd;
import dev.muster.spi.pipeline.StepLauncher;
import dev.muster.spi.pipeline.StepSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The warm drivers of a run: as many as steps run side by side. They end with this process, so no
 * step is ever left running in one.
 */
final class SessionLauncher implements StepLauncher {

  /** What a driver writes when a step has ended. */
  private static final String END = "session-end.json";

  /** Spark's setting by which a context that a step leaves open goes on to the next. */
  private static final String KEEP = "spark.muster.session.keep";

  private static final int LONGEST_END = 1 << 20;

  private final StepSite site;
  private final String mark;
  private final Deque<WarmSessions> idle = new ArrayDeque<>();
  private int made;
  private boolean closed;

  SessionLauncher(StepSite site) {
    this.site = site;
    this.mark = site.run() + "/session";
  }

  @Override
  public RunningStep start(StepAttempt attempt) {
    StepWork.Spark work = (StepWork.Spark) attempt.step().work();
    SubmitOptions options = SubmitOptions.of(work.options(), Map.of());
    SessionSpec spec = spec(attempt, work);
    SessionStep step = step(attempt, work, options);
    return new SessionRun(attempt, spec, step, take(spec), this::give, site);
  }

  private SessionSpec spec(StepAttempt attempt, StepWork.Spark work) {
    List<String> submit = new java.util.ArrayList<>(work.options());
    String master = site.master();
    if (master != null) {
      submit.addAll(List.of("--master", master)); // the last word counts
    }
    // What tells steps apart would tell their drivers apart.
    Map<String, String> variables = new TreeMap<>(attempt.environment());
    variables.keySet().removeIf(name -> name.startsWith("MUSTER_"));
    return SessionSpecs.of(site.spark().get().toString(), submit, variables, site.folder(), null);
  }

  private static SessionStep step(StepAttempt attempt, StepWork.Spark work, SubmitOptions options) {
    Map<String, String> settings = new TreeMap<>();
    try {
      if (!options.settings().containsKey("spark.eventLog.enabled")) {
        Files.createDirectories(attempt.events());
        settings.put("spark.eventLog.enabled", "true");
        settings.put("spark.eventLog.dir", attempt.events().toUri().toString());
        settings.put("spark.eventLog.compress", "false");
        settings.put("spark.eventLog.rolling.enabled", "false");
      }
    } catch (IOException e) {
      FileFault fault = FileFault.of(e);
      throw new MusterException(
          fault.full() ? ErrorKind.QUOTA : ErrorKind.UNAVAILABLE,
          "step " + attempt.step().id() + ": its folder cannot be used: " + fault.words(),
          fault.full() ? "make room there" : null,
          e);
    }
    if (!options.settings().containsKey("spark.app.name") && !work.options().contains("--name")) {
      settings.put("spark.app.name", attempt.step().id().value());
    }
    String main = work.mainClass();
    return new SessionStep(
        attempt.step().id().value(),
        main == null ? "" : main,
        List.of(work.application()),
        work.arguments(),
        attempt.log(),
        attempt.folder().resolve(END),
        settings,
        Boolean.parseBoolean(options.settings().get(KEEP)));
  }

  /** A driver that has nothing to do, of this configuration if there is one. */
  private synchronized WarmSessions take(SessionSpec spec) {
    for (WarmSessions each : idle) {
      if (each.fits(spec)) {
        idle.remove(each);
        return each;
      }
    }
    WarmSessions other = idle.pollFirst();
    if (other != null) {
      return other;
    }
    made++;
    return new WarmSessions(site.results().resolve("session-" + made), mark + "-" + made);
  }

  private void give(WarmSessions sessions) {
    synchronized (this) {
      if (!closed) {
        idle.addFirst(sessions);
        return;
      }
    }
    sessions.close();
  }

  /**
   * Drivers of a Muster that is gone are gone, or are now; what they had ended is in its folder.
   */
  @Override
  public Optional<RunningStep> adopt(StepAttempt attempt, @Nullable String handle) {
    for (int driver = 1; driver <= drivers(); driver++) {
      RunProcesses.ofRun(mark + "-" + driver).end();
    }
    Path end = attempt.folder().resolve(END);
    try {
      if (!Files.isRegularFile(end) || Files.size(end) > LONGEST_END) {
        return Optional.empty();
      }
      Object exit = Json.parseObject(Files.readString(end)).get("exit");
      return exit instanceof Long code
          ? Optional.of(SessionRun.ended(attempt, StepEnd.exited(code.intValue())))
          : Optional.empty();
    } catch (IOException | JsonException e) {
      return Optional.empty();
    }
  }

  /** How many were begun in this run by anyone. */
  private int drivers() {
    int found = 0;
    while (Files.isDirectory(site.results().resolve("session-" + (found + 1)))) {
      found++;
    }
    return found;
  }

  @Override
  public void close() {
    List<WarmSessions> ending;
    synchronized (this) {
      closed = true;
      ending = idle.stream().collect(Collectors.toList());
      idle.clear();
    }
    ending.forEach(WarmSessions::close);
  }
}
