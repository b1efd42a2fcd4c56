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
    command.addAll(SparkInstallation.moduleOptions());
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
    command.addAll(
        List.of("-cp", classPath(options, archive), "org.apache.spark.deploy.SparkSubmit"));
    command.addAll(work.options());
    String master = site.master();
    if (master != null) {
      command.addAll(List.of("--master", master));
    }
    if (logsEvents(options)) {
      command.addAll(
          List.of(
              "--conf",
              EVENT_LOG + "=true",
              "--conf",
              "spark.eventLog.dir=file:" + attempt.events()));
    }
    if (work.mainClass() != null) {
      command.addAll(List.of("--class", work.mainClass()));
    }
    command.add(work.application().toString());
    command.addAll(work.arguments());
    return command;
  }

  /** Unless the user has said how events are logged; a driver elsewhere has not our folder. */
  boolean logsEvents(SubmitOptions options) {
    return !options.conf().containsKey(EVENT_LOG)
        && !installation.defaults().containsKey(EVENT_LOG)
        && !setting(options, "--deploy-mode", "spark.submit.deployMode", "client")
            .equals("cluster");
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
