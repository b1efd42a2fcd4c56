package dev.muster.service.hadoop;

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
 * How Hadoop is wanted.
 *
 * @param distribution what is shipped, for instance {@code hadoop:3.4.2}
 * @param cores that YARN gives away on each node; 0 for all of its host
 * @param memoryMib that YARN gives away on each node; 0 for what its host can spare
 * @param heapMib of each of Hadoop's own programs; 0 for a share of its host
 * @param replication of each block; 0 for as many as there are nodes, at most 3
 * @param java path on the hosts of a Java or its home; null for what is found there
 * @param jdk path on this machine of a JDK that is shipped; null for one of the hosts
 * @param ports by name; those that are not there are chosen
 * @param headWorks whether the head works beside other nodes
 * @param conf the user's own settings
 */
record HadoopOptions(
    String distribution,
    int cores,
    long memoryMib,
    long heapMib,
    int replication,
    @Nullable String java,
    @Nullable String jdk,
    Map<String, Integer> ports,
    boolean headWorks,
    HadoopConf conf) {

  private static final Set<String> NAMES =
      Set.of("version", "cores", "memory", "heap", "replication", "java", "jdk", "head-works");

  private static final long LEAST_HEAP = 128;
  private static final long LEAST_MEMORY = 512;
  private static final int MOST_REPLICATION = 512;

  HadoopOptions {
    ports = Map.copyOf(ports);
  }

  /** Names of values that are understood. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>(NAMES);
    HadoopPorts.names().forEach(name -> names.add(HadoopPorts.option(name)));
    return names;
  }

  /**
   * Reads them.
   *
   * @param conf lines of settings
   * @param environment of the service, which may hold settings too
   * @throws ProblemsException INVALID with everything that is wrong
   */
  static HadoopOptions read(
      Map<String, String> values, List<String> conf, Map<String, String> environment) {
    List<Problem> problems = new ArrayList<>();
    Set<String> known = names();
    for (String name : new TreeSet<>(values.keySet())) {
      if (!known.contains(name)) {
        problems.add(
            Problem.of("hadoop has no option " + name, "it has " + String.join(", ", known)));
      }
    }
    if (values.containsKey("java") && values.containsKey("jdk")) {
      problems.add(Problem.of("java and jdk exclude each other", "name one of them"));
    }
    HadoopConf own = HadoopConf.read(conf, environment, problems);
    Map<String, Integer> ports = new LinkedHashMap<>(own.ports());
    for (String name : HadoopPorts.names()) {
      String key = HadoopPorts.option(name);
      String value = values.get(key);
      if (value != null) {
        ports.put(name, (int) number(problems, key, value, 1024, 65_535));
      }
    }
    if (Set.copyOf(ports.values()).size() < ports.size()) {
      problems.add(Problem.of("a port is named twice: " + ports, "each port is one program's"));
    }
    HadoopOptions read =
        new HadoopOptions(
            "hadoop" + (values.containsKey("version") ? ":" + values.get("version") : ""),
            (int) number(problems, "cores", values.get("cores"), 1, 4096),
            memory(problems, "memory", values.get("memory"), LEAST_MEMORY),
            memory(problems, "heap", values.get("heap"), LEAST_HEAP),
            (int) number(problems, "replication", values.get("replication"), 1, MOST_REPLICATION),
            absolute(problems, values.get("java")),
            values.get("jdk"),
            ports,
            flag(problems, values.getOrDefault("head-works", "false")),
            own);
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.INVALID, problems);
    }
    return read;
  }

  /** 0 for one that is not there. */
  private static long number(
      List<Problem> problems, String name, @Nullable String value, long least, long most) {
    if (value == null) {
      return 0;
    }
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

  /** As Java writes it: {@code 4g}, {@code 4096m}. */
  private static long memory(
      List<Problem> problems, String name, @Nullable String value, long least) {
    if (value == null) {
      return 0;
    }
    if (value.matches("[0-9]{1,7}[mMgG]")) {
      long number = Long.parseLong(value.substring(0, value.length() - 1));
      long mib = value.toLowerCase(Locale.ROOT).endsWith("g") ? number * 1024 : number;
      if (mib >= least) {
        return mib;
      }
    }
    problems.add(
        Problem.of(
            name + " is \"" + value + "\"", "for instance 4g or 4096m, at least " + least + "m"));
    return least;
  }

  private static @Nullable String absolute(List<Problem> problems, @Nullable String value) {
    if (value != null
        && (!value.startsWith("/") || value.chars().anyMatch(Character::isISOControl))) {
      problems.add(
          Problem.of("java is \"" + value + "\"", "an absolute path on the hosts is expected"));
    }
    return value;
  }

  private static boolean flag(List<Problem> problems, String value) {
    if (!value.equals("true") && !value.equals("false")) {
      problems.add(Problem.of("head-works is \"" + value + "\"", "true or false"));
    }
    return value.equals("true");
  }
}
