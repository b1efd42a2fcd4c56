package dev.muster.engine.spark;

import dev.muster.engine.spark.session.SessionSpec;
import dev.muster.engine.spark.session.SessionStep;
import dev.muster.engine.spark.session.WarmSessions;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepWork;
import dev.muster.protocol.Json;
import dev.muster.protocol.JsonException;
import dev.muster.protocol.RunProcesses;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.Problem;
import dev.muster.spi.pipeline.RunningStep;
import dev.muster.spi.pipeline.StepAttempt;
import dev.muster.spi.pipeline.StepEnd;
import dev.muster.spi.pipeline.StepLauncher;
import dev.muster.spi.pipeline.StepSite;
import dev.muster.spi.pipeline.SubmitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The warm drivers of a run: as many as steps run side by side. They end with this process, so no
 * step is ever left running in one.
 */
final class SessionLauncher implements StepLauncher {

  /** What a driver writes when a step has ended. */
  private static final String END = "session-end.json";

  /** Of a driver, in the results of the run; its number follows. */
  private static final String FOLDER = "session-";

  /** Spark's setting by which a context that a step leaves open goes on to the next. */
  private static final String KEEP = "spark.muster.session.keep";

  private static final int LONGEST_END = 1 << 20;

  private final StepSite site;
  private final String mark;
  private final Deque<WarmSessions> idle = new ArrayDeque<>();
  private final StepLauncher plain;
  private @Nullable Spark spark;
  private int made;
  private boolean closed;

  /**
   * What all drivers of a run share.
   *
   * @param archive options of Java for the class-data archive; looked for once, since another
   *     answer would be another configuration
   * @param jars Spark's, as a class path
   * @param refusal why this Java can share none; null when it can
   */
  private record Spark(
      SparkInstallation installation,
      List<String> archive,
      String jars,
      @Nullable String refusal) {}

  SessionLauncher(StepSite site) {
    this.site = site;
    this.mark = site.run() + "/session";
    this.plain = new SparkSteps().open(site);
  }

  @Override
  public List<Problem> check(List<Step> steps) {
    return plain.check(steps);
  }

  @Override
  public RunningStep start(StepAttempt attempt) {
    if (!(attempt.step().work() instanceof StepWork.Spark work)) {
      throw new IllegalArgumentException("step " + attempt.step().id() + " is not for Spark");
    }
    SubmitOptions options = SubmitOptions.parse(work.options());
    Spark found = spark();
    if (found.refusal() != null || isElsewhere(options)) {
      return plain.start(attempt);
    }
    SessionSpec spec = spec(found, attempt, work);
    SessionStep step = step(attempt, work, options);
    return new SessionRun(attempt, spec, step, take(spec), this::give, site);
  }

  /** A driver in a container of a cluster cannot be kept warm here. */
  private static boolean isElsewhere(SubmitOptions options) {
    return options
        .find("--deploy-mode", "spark.submit.deployMode")
        .filter("cluster"::equals)
        .isPresent();
  }

  private synchronized Spark spark() {
    Spark known = spark;
    if (known == null) {
      SparkInstallation installation =
          SparkHome.find(site.spark().get().toString(), site.environment());
      String refusal = WarmSessions.refusal(installation.java());
      if (refusal != null) {
        site.say().accept(refusal);
      }
      known = archived(installation, refusal);
      spark = known;
    }
    return known;
  }

  private Spark archived(SparkInstallation installation, @Nullable String refusal) {
    String jars = installation.jars() + "/*";
    if ("off".equals(site.environment().get(ClassDataArchive.SWITCH)) || refusal != null) {
      return new Spark(installation, List.of(), jars, refusal);
    }
    try {
      ClassDataArchive archive = ClassDataArchive.of(site.home(), installation);
      archive.prepare(site.clock().instant(), site.environment());
      return new Spark(installation, archive.options(), archive.classPath(), null);
    } catch (IOException e) {
      return new Spark(installation, List.of(), jars, null);
    }
  }

  private SessionSpec spec(Spark found, StepAttempt attempt, StepWork.Spark work) {
    List<String> submit = new ArrayList<>(work.options());
    String master = site.master();
    if (master != null) {
      submit.addAll(List.of("--master", master)); // the last word counts
    }
    // What tells steps apart would tell their drivers apart.
    Map<String, String> variables = new TreeMap<>(attempt.environment());
    variables.keySet().removeIf(name -> name.startsWith("MUSTER_"));
    found.installation().variables().forEach(variables::putIfAbsent);
    return SessionSpecs.of(
        found.installation(), submit, variables, site.folder(), found.archive(), found.jars());
  }

  private SessionStep step(StepAttempt attempt, StepWork.Spark work, SubmitOptions options) {
    Map<String, String> settings = new TreeMap<>();
    try {
      if (!options.conf().containsKey("spark.eventLog.enabled")) {
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
    if (options.find("--name", "spark.app.name").isEmpty()) {
      settings.put("spark.app.name", attempt.step().id().value());
    }
    boolean python = work.mainClass() == null;
    if (python && options.master(site.master()).startsWith(Yarn.MASTER)) {
      settings.put("spark.yarn.isPython", "true"); // executors get PySpark, as from spark-submit
    }
    return new SessionStep(
        attempt.step().id().value(),
        work.mainClass(),
        work.application(),
        work.arguments(),
        attempt.log(),
        attempt.folder().resolve(END),
        settings,
        !python && Boolean.parseBoolean(options.conf().get(KEEP)));
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
    return new WarmSessions(site.results().resolve(FOLDER + made), mark + "-" + made);
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
    if (!Files.exists(site.results().resolve(FOLDER + 1))) {
      return plain.adopt(attempt, handle); // none was ever begun
    }
    for (int driver = 1; driver <= drivers(); driver++) {
      RunProcesses.ofRun(mark + "-" + driver).end();
    }
    Path end = attempt.folder().resolve(END);
    try {
      if (!Files.isRegularFile(end) || Files.size(end) > LONGEST_END) {
        return plain.adopt(attempt, handle); // unless it was submitted, nothing of it is there
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
    while (Files.isDirectory(site.results().resolve(FOLDER + (found + 1)))) {
      found++;
    }
    return found;
  }

  @Override
  public void close() {
    List<WarmSessions> ending;
    synchronized (this) {
      closed = true;
      ending = new ArrayList<>(idle);
      idle.clear();
    }
    ending.forEach(WarmSessions::close);
  }
}
