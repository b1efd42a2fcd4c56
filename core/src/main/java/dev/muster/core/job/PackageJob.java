package dev.muster.core.job;

import dev.muster.core.cluster.InstalledPackage;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import dev.muster.spi.packaging.PackageFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job that starts what an installed package has, in its folder {@code code/}.
 *
 * @param installed the package
 * @param words of its {@code launch.sh}
 * @param files of this machine, in the job's working folder
 * @param spark whether it is an application of Spark
 */
public record PackageJob(
    InstalledPackage installed, List<String> words, List<Path> files, boolean spark) {

  private static final String LAUNCH = "launch.sh";

  public PackageJob {
    words = List.copyOf(words);
    files = List.copyOf(files);
  }

  /**
   * What it is for.
   *
   * @param entry another file of its {@code code/}, null for the one that it names
   * @throws ProblemsException USAGE with what is wrong
   */
  public static PackageJob entry(
      InstalledPackage installed,
      @Nullable String entry,
      List<String> arguments,
      List<Path> files) {
    List<String> words = new ArrayList<>();
    if (entry != null) {
      if (!PackageFile.isName(entry)) {
        throw new ProblemsException(
            ErrorKind.USAGE,
            List.of(
                Problem.of(
                    "\"" + entry + "\" cannot be a file of a package",
                    "relative to its code/, for instance --entry main.py")));
      }
      words.addAll(List.of("-e", "code/" + entry));
    }
    words.add("--");
    words.addAll(arguments);
    return new PackageJob(installed, words, files, false);
  }

  /**
   * A class of one of its jars, on the cluster's Spark, with its settings.
   *
   * @param arguments the jar, relative to its {@code code/}, then those of the class
   * @throws ProblemsException USAGE with all that is wrong
   */
  public static PackageJob spark(
      InstalledPackage installed,
      String mainClass,
      List<String> arguments,
      List<String> conf,
      String driverMemory,
      List<Path> files) {
    List<Problem> problems = SparkJob.problems(mainClass, conf, driverMemory);
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.USAGE, problems);
    }
    List<String> words = new ArrayList<>(List.of("-s", "--driver-memory", driverMemory));
    words.addAll(List.of("--class", mainClass));
    conf.forEach(each -> words.addAll(List.of("--conf", each)));
    words.addAll(arguments);
    return new PackageJob(installed, words, files, true);
  }

  /** The job that runs it on the head of the cluster. */
  public JobRequest request(
      Map<String, String> environment, @Nullable Duration timeout, int retries) {
    List<String> argv = new ArrayList<>(installed.program(LAUNCH));
    argv.addAll(words);
    return new JobRequest(
        spark ? JobRequest.SPARK : JobRequest.COMMAND,
        argv,
        files,
        environment,
        timeout,
        null,
        retries);
  }
}
