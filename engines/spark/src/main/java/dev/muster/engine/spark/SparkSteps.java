package dev.muster.engine.spark;

import dev.muster.attempts.process.SupervisedProcess;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepWork;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.Problem;
import dev.muster.spi.pipeline.RunningStep;
import dev.muster.spi.pipeline.StepAttempt;
import dev.muster.spi.pipeline.StepEngine;
import dev.muster.spi.pipeline.StepLauncher;
import dev.muster.spi.pipeline.StepSite;
import dev.muster.spi.pipeline.SubmitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs steps on Spark, with their driver, or what submits it, on this machine. */
public final class SparkSteps implements StepEngine {

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public boolean takes(Step step) {
    return step.work() instanceof StepWork.Spark;
  }

  @Override
  public StepLauncher open(StepSite site) {
    return new Launcher(site);
  }

  private static final class Launcher implements StepLauncher {

    private final StepSite site;
    private @Nullable SparkInstallation installation;
    private @Nullable ClassDataArchive archive;

    Launcher(StepSite site) {
      this.site = site;
    }

    /** Whether there is a Spark; one may be fetched. */
    @Override
    public List<Problem> check(List<Step> steps) {
      try {
        var unused = installation();
        return List.of();
      } catch (MusterException e) {
        return List.of(Problem.of(String.valueOf(e.getMessage()), e.hint()));
      }
    }

    @Override
    public RunningStep start(StepAttempt attempt) {
      if (!(attempt.step().work() instanceof StepWork.Spark work)) {
        throw new IllegalArgumentException("step " + attempt.step().id() + " is not for Spark");
      }
      SparkInstallation spark = installation();
      SubmitCommand command = new SubmitCommand(spark, site);
      SubmitOptions options = SubmitOptions.parse(work.options());
      try {
        if (command.logsEvents(options)) {
          Files.createDirectories(attempt.events());
        }
        if (command.elsewhere(options)) {
          new YarnExit(site, attempt).writeJar();
        }
      } catch (IOException e) {
        throw new MusterException(
            ErrorKind.UNAVAILABLE,
            "step " + attempt.step().id() + ": its folder cannot be used: " + e.getMessage(),
            null,
            e);
      }
      Map<String, String> environment = new HashMap<>(attempt.environment());
      spark.variables().forEach(environment::putIfAbsent);
      if (options.master(site.master()).startsWith("local")) {
        // A local master gets no name from the network: this machine's need not resolve.
        environment.putIfAbsent("SPARK_LOCAL_IP", "127.0.0.1");
      }
      StepAttempt whole =
          new StepAttempt(
              attempt.step(), attempt.number(), attempt.folder(), environment, attempt.created());
      return SupervisedProcess.start(
          site.run().value(), whole, command.of(work, whole, archive()), site.folder());
    }

    private synchronized SparkInstallation installation() {
      SparkInstallation found = installation;
      if (found == null) {
        found = SparkHome.find(site.spark().get().toString(), site.environment());
        installation = found;
      }
      return found;
    }

    /** Null when there is to be none. */
    private synchronized @Nullable ClassDataArchive archive() {
      if (archive == null && !"off".equals(site.environment().get(ClassDataArchive.SWITCH))) {
        try {
          archive = ClassDataArchive.of(site.home(), installation());
          archive.prepare(site.clock().instant(), site.environment());
        } catch (IOException e) {
          return null;
        }
      }
      return archive;
    }

    @Override
    public Optional<RunningStep> adopt(StepAttempt attempt, @Nullable String handle) {
      return SupervisedProcess.adopt(site.run().value(), attempt);
    }

    @Override
    public void close() {
      // attempts go on
    }
  }
}
