package dev.muster.service.spark;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How Spark is wanted.
 *
 * @param distribution what is shipped, for instance {@code spark:4.1.1}; a file is taken in before
 * @param cores of each worker; 0 for all of its host
 * @param memoryMib of each worker; 0 for what its host can spare
 * @param java path on the hosts of a Java or its home; null for what is found there
 * @param jdk path on this machine of a JDK that is shipped; null for one of the hosts
 * @param tarball path on this machine of Spark's archive that is shipped; null for none
 * @param sparkHome folder on the hosts that has {@code jars/}; null for what is shipped
 * @param ports by name: master, ui, worker, worker_ui; those that are not there are chosen
 * @param headWorks whether the head has a worker beside other nodes' workers
 * @param conf the user's own settings of Spark
 */
record SparkOptions(
    String distribution,
    int cores,
    long memoryMib,
    @Nullable String java,
    @Nullable String jdk,
    @Nullable String tarball,
    @Nullable String sparkHome,
    Map<String, Integer> ports,
    boolean headWorks,
    Map<String, String> conf) {

  /** Names of values that are understood. */
  static final Set<String> NAMES =
      Set.of(
          "version",
          "cores",
          "memory",
          "java",
          "jdk",
          "tarball",
          "spark-home",
          "master-port",
          "ui-port",
          "worker-port",
          "worker-ui-port",
          "head-works");

  private static final int LONGEST_CONF = 4096;
  private static final long LEAST_MEMORY = 512;

  /** Settings that are ours, and why. */
  private static final Map<String, String> OURS =
      Map.of(
          "spark.master", "it is the cluster's own",
          "spark.authenticate", "it is always on",
          "spark.authenticate.secret",
              "the cluster makes its own; secrets do not belong into options",
          "spark.master.rest.enabled", "it excludes authentication, which is always on",
          "spark.deploy.recoveryDirectory", "it is in the cluster's folder",
          "spark.deploy.recoveryMode", "the supervisor needs FILESYSTEM");

  SparkOptions {
    ports = Map.copyOf(ports);
    conf = Map.copyOf(conf);
  }

  /**
   * Reads them.
   *
   * @throws ProblemsException INVALID with everything that is wrong
   */
  static SparkOptions read(Map<String, String> values, List<String> conf) {
    List<Problem> problems = new ArrayList<>();
    for (String name : new TreeSet<>(values.keySet())) {
      if (!NAMES.contains(name)) {
        problems.add(
            Problem.of(
                "spark has no option " + name,
                "it has " + String.join(", ", new TreeSet<>(NAMES))));
      }
    }
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (String name : List.of("master", "ui", "worker", "worker_ui")) {
      String key = name.replace('_', '-') + "-port";
      String value = values.get(key);
      if (value != null) {
        int port = (int) number(problems, key, value, 1024, 65_535);
        if (ports.containsValue(port)) {
          problems.add(
              Problem.of(key + " " + port + " is named twice", "each port is one program's"));
        }
        ports.put(name, port);
      }
    }
    String cores = values.get("cores");
    String memory = values.get("memory");
    SparkOptions read =
        new SparkOptions(
            "spark" + (values.containsKey("version") ? ":" + values.get("version") : ""),
            cores == null ? 0 : (int) number(problems, "cores", cores, 1, 4096),
            memory == null ? 0 : memory(problems, memory),
            absolute(problems, values, "java"),
            values.get("jdk"),
            values.get("tarball"),
            absolute(problems, values, "spark-home"),
            ports,
            flag(problems, values, "head-works"),
            conf(problems, conf));
    exclude(problems, values, "java", "jdk");
    exclude(problems, values, "spark-home", "tarball");
    exclude(problems, values, "spark-home", "version");
    exclude(problems, values, "tarball", "version");
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.INVALID, problems);
    }
    return read;
  }

  private static void exclude(
      List<Problem> problems, Map<String, String> values, String one, String other) {
    if (values.containsKey(one) && values.containsKey(other)) {
      problems.add(Problem.of(one + " and " + other + " exclude each other", "name one of them"));
    }
  }

  private static long number(
      List<Problem> problems, String name, String value, long least, long most) {
    if (value.matches("[0-9]{1,9}")) {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    problems.add(
        Problem.of(name + " is \"" + value + "\"", "a number from " + least + " to " + most));
    return least;
  }

  /** As Spark writes it: {@code 4g}, {@code 4096m}. */
  private static long memory(List<Problem> problems, String value) {
    if (value.matches("[0-9]{1,7}[mMgG]")) {
      long number = Long.parseLong(value.substring(0, value.length() - 1));
      long mib = value.toLowerCase(Locale.ROOT).endsWith("g") ? number * 1024 : number;
      if (mib >= LEAST_MEMORY) {
        return mib;
      }
    }
    problems.add(
        Problem.of("memory is \"" + value + "\"", "for instance 4g or 4096m, at least 512m"));
    return LEAST_MEMORY;
  }

  private static @Nullable String absolute(
      List<Problem> problems, Map<String, String> values, String name) {
    String value = values.get(name);
    if (value != null && (!value.startsWith("/") || !isLine(value) || value.indexOf('*') >= 0)) {
      problems.add(
          Problem.of(name + " is \"" + value + "\"", "an absolute path on the hosts is expected"));
    }
    return value;
  }

  private static boolean flag(List<Problem> problems, Map<String, String> values, String name) {
    String value = values.getOrDefault(name, "false");
    if (!value.equals("true") && !value.equals("false")) {
      problems.add(Problem.of(name + " is \"" + value + "\"", "true or false"));
    }
    return value.equals("true");
  }

  private static Map<String, String> conf(List<Problem> problems, List<String> lines) {
    Map<String, String> conf = new LinkedHashMap<>();
    for (String line : lines) {
      int equals = line.indexOf('=');
      String key = equals < 0 ? line : line.substring(0, equals);
      String value = equals < 0 ? "" : line.substring(equals + 1);
      if (equals < 0 || !key.matches("spark\\.[A-Za-z0-9._-]{1,200}")) {
        problems.add(
            Problem.of(
                "\"" + cut(line) + "\" is no setting of Spark",
                "write key=value, as spark.ui.port=0"));
      } else if (!isLine(value) || value.length() > LONGEST_CONF) {
        problems.add(
            Problem.of(
                "the value of " + key + " is not one line of at most 4096 characters", null));
      } else if (OURS.containsKey(key)) {
        problems.add(Problem.of(key + " cannot be set", OURS.get(key)));
      } else if (conf.put(key, value) != null) {
        problems.add(Problem.of(key + " is set twice", null));
      }
    }
    return conf;
  }

  private static String cut(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }

  private static boolean isLine(String text) {
    return text.chars().noneMatch(Character::isISOControl);
  }
}
