package dev.muster.core.job;

import dev.muster.core.cluster.InstalledPackage;
import dev.muster.model.ClusterName;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Spark application as spark-submit takes it, with files of this machine.
 *
 * @param mainClass of a jar; null for a Python file
 * @param application the jar or the Python file
 * @param arguments of the application
 * @param conf {@code key=value} for Spark
 * @param jars more jars
 * @param pyFiles more Python files
 * @param files more files, in the working folder of driver and executors
 * @param driverMemory as Java takes it, for instance {@code 1g}
 * @param yarn where its driver runs on the cluster's YARN; null for the cluster's standalone Spark
 * @param installed a package whose jars, settings and Python it has; null for none
 */
public record SparkJob(
    @Nullable String mainClass,
    Path application,
    List<String> arguments,
    List<String> conf,
    List<Path> jars,
    List<Path> pyFiles,
    List<Path> files,
    String driverMemory,
    @Nullable YarnMode yarn,
    @Nullable InstalledPackage installed) {

  private static final String PYTHON = "spark.pyspark.python=";

  /** Of spark-submit itself, when the driver is elsewhere. */
  private static final String SUBMIT_MEMORY = "512m";

  private static final String START = "exec sh \"$HOME/$0\" \"$@\"";

  public SparkJob {
    arguments = List.copyOf(arguments);
    conf = List.copyOf(conf);
    jars = List.copyOf(jars);
    pyFiles = List.copyOf(pyFiles);
    files = List.copyOf(files);
  }

  /**
   * The job that runs it on the head of a cluster.
   *
   * @throws ProblemsException USAGE with all that is wrong
   */
  public JobRequest request(
      ClusterName cluster,
      Map<String, String> environment,
      @Nullable Duration timeout,
      int retries) {
    requireValid();
    String scripts = ".muster/clusters/" + cluster + "/services/spark/";
    List<String> argv = new ArrayList<>();
    YarnMode mode = yarn;
    InstalledPackage with = installed;
    if (with != null) {
      argv.addAll(with.program("with.sh"));
      argv.addAll(List.of("spark-submit", "--driver-memory", driverMemory));
    } else if (mode == null) {
      argv.addAll(List.of("sh", "-c", START, scripts + "submit.sh", driverMemory));
    } else {
      boolean here = mode == YarnMode.CLIENT;
      argv.addAll(List.of("sh", "-c", START));
      argv.addAll(
          List.of(scripts + "submit-yarn.sh", here ? driverMemory : SUBMIT_MEMORY, mode.word()));
      argv.addAll(List.of("--driver-memory", driverMemory));
    }
    if (mainClass != null) {
      argv.addAll(List.of("--class", mainClass));
    }
    conf.forEach(each -> argv.addAll(List.of("--conf", each)));
    add(argv, "--jars", jars);
    add(argv, "--py-files", pyFiles);
    add(argv, "--files", files);
    argv.add(name(application));
    argv.addAll(arguments);
    List<Path> shipped = new ArrayList<>(List.of(application));
    shipped.addAll(jars);
    shipped.addAll(pyFiles);
    shipped.addAll(files);
    return new JobRequest(
        mode == null ? JobRequest.SPARK : JobRequest.YARN,
        argv,
        shipped,
        environment,
        timeout,
        python(),
        retries);
  }

  /** One that comes with the application, at a relative path, cannot be looked at beforehand. */
  private @Nullable String python() {
    String named =
        conf.stream()
            .filter(each -> each.startsWith(PYTHON))
            .map(each -> each.substring(PYTHON.length()))
            .findFirst()
            .orElse(ofPackage());
    boolean comes = named.indexOf('/') > 0;
    return mainClass != null || comes ? null : named;
  }

  private String ofPackage() {
    String python = installed == null ? null : installed.python();
    return python == null ? "" : python;
  }

  /** What is wrong with words of an application, wherever its files are. */
  static List<Problem> problems(@Nullable String mainClass, List<String> conf, String memory) {
    List<Problem> problems = new ArrayList<>();
    for (String each : conf) {
      if (!each.matches("spark\\.[A-Za-z0-9._-]{1,200}=[^\\r\\n]*")) {
        problems.add(
            Problem.of("\"" + each + "\" is no setting of Spark", "write key=value, as spark.x=1"));
      }
    }
    if (!memory.matches("[1-9][0-9]{0,6}[kKmMgG]")) {
      problems.add(Problem.of("the driver cannot have the memory " + memory, "for instance 2g"));
    }
    if (mainClass != null && !mainClass.matches("[\\p{L}_$][\\p{L}\\p{N}_.$]*")) {
      problems.add(Problem.of(mainClass + " cannot be the name of a class", "--class org.x.Main"));
    }
    return problems;
  }

  private void requireValid() {
    List<Problem> problems = problems(mainClass, conf, driverMemory);
    if (installed != null && yarn != null) {
      problems.add(
          Problem.of(
              "package " + installed.ref() + " is not taken to YARN yet",
              "leave YARN out, or the package"));
    }
    if (mainClass == null && !name(application).endsWith(".py")) {
      problems.add(
          Problem.of(
              name(application) + " is no Python file", "name the main class of a jar: --class X"));
    }
    for (List<Path> list : List.of(jars, pyFiles, files)) {
      list.stream()
          .filter(file -> name(file).indexOf(',') >= 0)
          .forEach(file -> problems.add(Problem.of(file + " has a comma", "rename it")));
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.USAGE, problems);
    }
  }

  private static void add(List<String> argv, String option, List<Path> files) {
    if (!files.isEmpty()) {
      argv.addAll(
          List.of(option, files.stream().map(SparkJob::name).collect(Collectors.joining(","))));
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
