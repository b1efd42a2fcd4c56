package dev.muster.engine.spark;

import dev.muster.model.pipeline.StepWork;
import dev.muster.spi.pipeline.StepAttempt;
import dev.muster.spi.pipeline.StepSite;
import dev.muster.spi.pipeline.SubmitOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command of a step on Spark: what {@code bin/spark-submit} makes of the same words, without
 * its shell scripts and its first Java. Pure.
 */
final class SubmitCommand {

  private static final String EVENT_LOG = "spark.eventLog.enabled";

  private final SparkInstallation installation;
  private final StepSite site;

  SubmitCommand(SparkInstallation installation, StepSite site) {
    this.installation = installation;
    this.site = site;
  }

  /**
   * The words.
   *
   * @param archive the class-data archive, null to do without
   */
  List<String> of(StepWork.Spark work, StepAttempt attempt, @Nullable ClassDataArchive archive) {
    SubmitOptions options = SubmitOptions.parse(work.options());
    List<String> command = new ArrayList<>(List.of(installation.java()));
    command.addAll(SparkInstallation.javaOptions());
    if (archive != null) {
      command.addAll(archive.options());
    }
    command.add("-Xmx" + setting(options, "--driver-memory", "spark.driver.memory", "1g"));
    String libraries =
        setting(options, "--driver-library-path", "spark.driver.extraLibraryPath", "");
    if (!libraries.isEmpty()) {
      command.add("-Djava.library.path=" + libraries);
    }
    command.addAll(
        JavaWords.of(
            setting(options, "--driver-java-options", "spark.driver.extraJavaOptions", "")));
    YarnExit exit = elsewhere(options) ? new YarnExit(site, attempt) : null;
    String path = classPath(options, archive);
    if (exit == null) {
      command.addAll(List.of("-cp", path, "org.apache.spark.deploy.SparkSubmit"));
    } else {
      command.addAll(List.of("-cp", path + ":" + exit.jar()));
      command.addAll(exit.program());
    }
    command.addAll(work.options());
    String master = site.master();
    if (master != null) {
      command.addAll(List.of("--master", master));
    }
    if (exit != null) {
      command.addAll(exit.options(options, installation.defaults(), work.mainClass() != null));
    }
    if (logsEvents(options)) {
      command.addAll(
          List.of(
              "--conf",
              EVENT_LOG + "=true",
              "--conf",
              "spark.eventLog.dir=file:" + attempt.events()));
    }
    String main = work.mainClass();
    if (main != null) {
      command.addAll(List.of("--class", exit == null ? main : YarnExit.DRIVER));
    }
    command.add(work.application().toString());
    if (main != null && exit != null) {
      command.add(main);
    }
    command.addAll(work.arguments());
    return command;
  }

  /** Whether the driver runs in a container of YARN and spark-submit waits for it. */
  boolean elsewhere(SubmitOptions options) {
    String master = site.master();
    return (master == null ? setting(options, "--master", "spark.master", "") : master)
            .startsWith(Yarn.MASTER)
        && inCluster(options)
        && !setting(options, "", "spark.yarn.submit.waitAppCompletion", "true").equals("false");
  }

  private boolean inCluster(SubmitOptions options) {
    return setting(options, "--deploy-mode", "spark.submit.deployMode", "client").equals("cluster");
  }

  /** Unless the user has said how events are logged; a driver elsewhere has not our folder. */
  boolean logsEvents(SubmitOptions options) {
    return !options.conf().containsKey(EVENT_LOG)
        && !installation.defaults().containsKey(EVENT_LOG)
        && !inCluster(options);
  }

  private String classPath(SubmitOptions options, @Nullable ClassDataArchive archive) {
    List<String> entries = new ArrayList<>();
    String first = setting(options, "--driver-class-path", "spark.driver.extraClassPath", "");
    if (!first.isEmpty()) {
      entries.add(first);
    }
    entries.add(archive == null ? installation.jars() + "/*" : archive.classPath());
    entries.addAll(Yarn.configuration(site.environment()));
    return String.join(":", entries);
  }

  private String setting(SubmitOptions options, String option, String key, String otherwise) {
    Map<String, String> defaults = installation.defaults();
    return options.find(option, key).orElse(defaults.getOrDefault(key, otherwise));
  }
}
