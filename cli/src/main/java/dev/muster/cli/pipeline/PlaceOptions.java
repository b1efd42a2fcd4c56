package dev.muster.cli.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where steps run. */
final class PlaceOptions {

  private static final String YARN = "yarn";

  @Option(
      names = {"-c", "--cluster"},
      paramLabel = "CLUSTER",
      description = "Run each step as a job on the head of this cluster.")
  @Nullable String cluster;

  @Option(
      names = "--package",
      paramLabel = "NAME[@RELEASE]",
      description =
          "With --cluster: run steps with the jars, settings, Python and programs of this package"
              + " that is installed there.")
  @Nullable String packageRef;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description =
          "Where Spark's steps run: spark, as they say, or yarn, all of them on the YARN of the"
              + " cluster or of HADOOP_CONF_DIR (default: ${DEFAULT-VALUE}).")
  String engine = "spark";

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark's master, over what the steps say: local[N], spark://host:port, yarn.")
  @Nullable String master;

  @Option(
      names = "--spark-home",
      paramLabel = "FOLDER",
      description =
          "Spark's folder, or a folder of its jars (default: SPARK_HOME, else Muster fetches one).")
  @Nullable Path sparkHome;

  @Option(
      names = "--spark-version",
      paramLabel = "VERSION",
      description = "The Spark that Muster fetches.")
  @Nullable String sparkVersion;

  @Option(
      names = "--reuse-session",
      description = "Run consecutive steps of the same configuration in one warm driver.")
  boolean reuse;

  /** What is wrong with them, null when nothing is. */
  @Nullable String problem() {
    if (!List.of("spark", YARN).contains(engine)) {
      return "--engine takes spark or yarn, not " + engine;
    }
    if (master != null && !master.equals(YARN) && engine.equals(YARN)) {
      return "--engine yarn has no --master " + master + ": leave one of them out";
    }
    boolean other = master != null && !master.equals(YARN);
    if (cluster != null && (other || sparkHome != null || sparkVersion != null)) {
      return "--cluster says which master and Spark are used: leave these out; --engine yarn is its"
          + " YARN";
    }
    if (cluster != null && reuse) {
      return "--reuse-session keeps a driver of this machine: it does not go with --cluster";
    }
    if (packageRef != null && cluster == null) {
      return "--package is one that is installed on a cluster: --cluster NAME";
    }
    if (sparkHome != null && sparkVersion != null) {
      return "--spark-home and --spark-version exclude each other";
    }
    return null;
  }

  /** The master that goes over what steps say, null for none. */
  @Nullable String master() {
    return engine.equals(YARN) ? YARN : master;
  }

  @Nullable String home(Path folder) {
    Path named = sparkHome;
    return named == null ? null : folder.resolve(named).normalize().toString();
  }

  /** Words of a command line that say the same. */
  List<String> words(Path folder) {
    List<String> words = new ArrayList<>();
    if (cluster != null) {
      words.addAll(List.of("--cluster", cluster));
    }
    if (packageRef != null) {
      words.addAll(List.of("--package", packageRef));
    }
    String named = master();
    if (named != null) {
      words.addAll(List.of("--master", named));
    }
    String home = home(folder);
    if (home != null) {
      words.addAll(List.of("--spark-home", home));
    }
    if (sparkVersion != null) {
      words.addAll(List.of("--spark-version", sparkVersion));
    }
    if (reuse) {
      words.add("--reuse-session");
    }
    return words;
  }
}
