package dev.muster.core.pipeline;

import dev.muster.core.cluster.InstalledPackage;
import dev.muster.core.job.JobRequest;
import dev.muster.core.job.SparkJob;
import dev.muster.core.job.YarnMode;
import dev.muster.model.ClusterName;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepWork;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import dev.muster.spi.pipeline.SubmitOptions;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a step is as a job on the head of a cluster. Files of this machine that its words name are
 * shipped, and stand in the working folder of the job under their own names. Which Spark it runs on
 * is the cluster's business: other masters than its YARN are left out, and so are deploy modes
 * elsewhere.
 */
final class ClusterWork {

  /** Options of spark-submit and the settings that mean the same: its documentation. */
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("--name", "spark.app.name"),
          Map.entry("--executor-memory", "spark.executor.memory"),
          Map.entry("--executor-cores", "spark.executor.cores"),
          Map.entry("--num-executors", "spark.executor.instances"),
          Map.entry("--total-executor-cores", "spark.cores.max"),
          Map.entry("--driver-cores", "spark.driver.cores"),
          Map.entry("--driver-java-options", "spark.driver.extraJavaOptions"),
          Map.entry("--driver-class-path", "spark.driver.extraClassPath"),
          Map.entry("--driver-library-path", "spark.driver.extraLibraryPath"),
          Map.entry("--packages", "spark.jars.packages"),
          Map.entry("--exclude-packages", "spark.jars.excludes"),
          Map.entry("--repositories", "spark.jars.repositories"),
          Map.entry("--queue", "spark.yarn.queue"));

  private static final Set<String> LEFT_OUT =
      Set.of("--master", "--deploy-mode", "--class", "--verbose", "-v", "--supervise");

  private static final Set<String> HANDLED =
      Set.of("--driver-memory", "--jars", "--py-files", "--files");

  private static final String USUAL_MEMORY = "1g";

  private final Path folder;

  private final boolean yarn;
  private final @Nullable String master;
  private final @Nullable InstalledPackage installed;

  /**
   * @param folder the working folder of the pipeline, where relative paths start
   * @param yarn whether the cluster has a YARN; a step that names it as its master runs there, with
   *     its driver on the head, or in a container when it asks for that
   * @param master goes over what steps name; null for what they name
   * @param installed a package whose jars, settings and programs steps have; null for none
   */
  ClusterWork(
      Path folder, boolean yarn, @Nullable String master, @Nullable InstalledPackage installed) {
    this.folder = folder;
    this.yarn = yarn;
    this.master = master;
    this.installed = installed;
  }

  private @Nullable YarnMode mode(SubmitOptions options) {
    if (!yarn || !options.master(master).startsWith("yarn")) {
      return null;
    }
    String wanted = options.find("--deploy-mode", "spark.submit.deployMode").orElse("");
    return wanted.equals(YarnMode.CLUSTER.word()) ? YarnMode.CLUSTER : YarnMode.CLIENT;
  }

  /** What keeps a step from being run there. */
  List<Problem> check(Step step, ClusterName cluster) {
    List<Problem> problems = new ArrayList<>();
    if (step.work() instanceof StepWork.Spark spark) {
      for (String option : SubmitOptions.parse(spark.options()).values().keySet()) {
        if (!SETTINGS.containsKey(option)
            && !LEFT_OUT.contains(option)
            && !HANDLED.contains(option)) {
          problems.add(
              Problem.of(
                  "step " + step.id() + ": " + option + " does not go to a cluster",
                  "say it with --conf, or run it without --cluster"));
        }
      }
    }
    try {
      var unused = request(step, cluster);
    } catch (ProblemsException e) {
      for (Problem problem : e.problems()) {
        problems.add(Problem.of("step " + step.id() + ": " + problem.message(), problem.hint()));
      }
    }
    return problems;
  }

  /** The job. */
  JobRequest request(Step step, ClusterName cluster) {
    Set<Path> files = new LinkedHashSet<>();
    if (step.work() instanceof StepWork.Command command) {
      List<String> argv = here(command.argv(), files);
      if (!argv.get(0).equals(command.argv().get(0))) {
        argv.set(0, "./" + argv.get(0));
      }
      files.addAll(step.configuration());
      return new JobRequest(
          JobRequest.COMMAND,
          within(argv),
          List.copyOf(files),
          step.environment(),
          step.timeout(),
          null,
          0);
    }
    StepWork.Spark spark = (StepWork.Spark) step.work();
    List<String> arguments = here(spark.arguments(), files);
    files.addAll(step.configuration());
    SubmitOptions options = SubmitOptions.parse(spark.options());
    YarnMode mode = mode(options);
    List<Path> beside = new ArrayList<>(paths(options, "--files"));
    if (mode == YarnMode.CLUSTER) {
      // The working folder of its driver is a container's: what its words name goes along.
      files.stream().filter(file -> !beside.contains(file)).forEach(beside::add);
    }
    JobRequest request =
        new SparkJob(
                spark.mainClass(),
                spark.application(),
                arguments,
                conf(options),
                paths(options, "--jars"),
                paths(options, "--py-files"),
                beside,
                options.find("--driver-memory", "spark.driver.memory").orElse(USUAL_MEMORY),
                mode,
                installed)
            .request(cluster, step.environment(), step.timeout(), 0);
    files.addAll(request.files());
    return new JobRequest(
        request.kind(),
        request.argv(),
        List.copyOf(files),
        request.environment(),
        request.timeout(),
        request.python(),
        request.retries());
  }

  private List<String> within(List<String> argv) {
    InstalledPackage with = installed;
    if (with == null) {
      return argv;
    }
    List<String> words = new ArrayList<>(with.program("with.sh"));
    words.addAll(argv);
    return words;
  }

  private static List<String> conf(SubmitOptions options) {
    Map<String, String> conf = new LinkedHashMap<>();
    options
        .values()
        .forEach(
            (option, value) -> {
              String setting = SETTINGS.get(option);
              if (setting != null) {
                conf.put(setting, value);
              }
            });
    conf.putAll(options.conf());
    conf.remove("spark.master");
    conf.remove("spark.submit.deployMode");
    return conf.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .sorted()
        .toList();
  }

  private List<Path> paths(SubmitOptions options, String option) {
    List<Path> paths = new ArrayList<>();
    for (String each : options.values().getOrDefault(option, "").split(",", -1)) {
      if (!each.isEmpty()) {
        paths.add(folder.resolve(each.replaceFirst("^file:(//)?(?=/)", "")).normalize());
      }
    }
    return paths;
  }

  /** Words in which files of this machine have the names that they have there. */
  private List<String> here(List<String> words, Set<Path> files) {
    List<String> there = new ArrayList<>();
    for (String word : words) {
      try {
        Path path = folder.resolve(word).normalize();
        boolean file = !word.isEmpty() && !word.startsWith("/usr/") && Files.isRegularFile(path);
        if (file) {
          files.add(path);
        }
        there.add(file ? String.valueOf(path.getFileName()) : word);
      } catch (InvalidPathException e) {
        there.add(word);
      }
    }
    return there;
  }
}
