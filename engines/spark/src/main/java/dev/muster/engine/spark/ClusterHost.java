package dev.muster.engine.spark;

import dev.muster.model.RunId;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.EngineCluster;
import dev.muster.spi.engine.EngineJob;
import dev.muster.spi.fleet.RemoteCommand;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The head of a cluster on which Muster has deployed Spark, and perhaps YARN beside it. */
final class ClusterHost implements DriverHost {

  private static final int NOT_THERE = 66;
  private static final int NO_YARN = 67;
  private static final Duration SOON = Duration.ofSeconds(30);

  private final EngineCluster cluster;
  private final HeadShell shell;
  private final boolean yarn;
  private @Nullable Found found;

  /**
   * @param yarn whether its YARN is meant, not its standalone Spark
   */
  ClusterHost(EngineCluster cluster, boolean yarn) {
    this.cluster = cluster;
    this.yarn = yarn;
    shell = new HeadShell(cluster);
  }

  /** What the head says of its Spark. */
  private record Found(
      String home, SparkInstallation installation, Map<String, String> environment) {}

  private String folder() {
    return ".muster/clusters/" + cluster.name();
  }

  private synchronized Found found() {
    Found known = found;
    if (known == null) {
      known = ask();
      found = known;
    }
    return known;
  }

  private Found ask() {
    try {
      HeadShell.Answer answer =
          shell.ask(
              RemoteCommand.script(
                  HeadShell.script("installation.sh"),
                  folder() + "/services/spark",
                  yarn ? Yarn.MASTER : ""));
      if (answer.code() == NOT_THERE) {
        throw new MusterException(
            ErrorKind.NOT_FOUND,
            "there is no Spark on cluster " + cluster.name(),
            "muster cluster deploy " + cluster.name() + " spark");
      }
      if (answer.code() == NO_YARN) {
        throw new MusterException(
            ErrorKind.NOT_FOUND,
            "there is no YARN on cluster " + cluster.name(),
            "muster cluster deploy " + cluster.name() + " hadoop");
      }
      return parse(answer.output().toString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw Application.unreachable(e);
    }
  }

  private Found parse(String text) throws IOException {
    Map<String, String> words = new HashMap<>();
    Map<String, String> environment = new LinkedHashMap<>();
    int settings = text.indexOf("\nsettings\n");
    for (String line : text.substring(0, Math.max(0, settings)).lines().toList()) {
      int space = line.indexOf(' ');
      String word = space < 0 ? line : line.substring(0, space);
      String rest = space < 0 ? "" : line.substring(space + 1);
      int equals = rest.indexOf('=');
      if (word.equals("env") && equals > 0) {
        environment.put(rest.substring(0, equals), rest.substring(equals + 1));
      } else {
        words.put(word, rest);
      }
    }
    String home = words.getOrDefault("home", "");
    String java = words.getOrDefault("java", "");
    String spark = words.getOrDefault("spark", "");
    if (settings < 0 || home.isEmpty() || java.isEmpty() || spark.isEmpty()) {
      throw new IOException("it does not say where its Spark is");
    }
    Properties properties = new Properties();
    properties.load(new StringReader(text.substring(settings + "\nsettings\n".length())));
    Map<String, String> defaults = new HashMap<>();
    properties.forEach((key, value) -> defaults.put(key.toString(), value.toString().strip()));
    return new Found(
        home, new SparkInstallation(java, spark + "/jars", defaults, yarnOf(words)), environment);
  }

  private @Nullable YarnCluster yarnOf(Map<String, String> words) {
    String configuration = words.get("hadoop");
    return configuration == null ? null : new YarnCluster(configuration, yarnNodes());
  }

  /** What NodeManagers that work give away. */
  private List<YarnCluster.Node> yarnNodes() {
    List<YarnCluster.Node> nodes = new ArrayList<>();
    RemoteCommand ask =
        RemoteCommand.script(HeadShell.script("yarn-slots.sh"), folder() + "/services/hadoop");
    for (ClusterShell.Answer answer : new ClusterShell(cluster).run(ask, SOON)) {
      if (answer.output().matches("[0-9]{1,6} [0-9]{1,9}")) {
        String[] words = answer.output().split(" ", 2);
        nodes.add(new YarnCluster.Node(Integer.parseInt(words[0]), Integer.parseInt(words[1])));
      }
    }
    return nodes;
  }

  @Override
  public SparkInstallation installation(EngineJob job) {
    return found().installation();
  }

  @Override
  public HeadFolder open(EngineJob job) throws IOException {
    return new ClusterHead(shell, found().home() + "/" + folder(), job.run().value());
  }

  @Override
  public boolean installs() {
    return true;
  }

  /** Interpreters are where the hosts have them, not where this machine has its own. */
  @Override
  public String python(EngineJob job, ApplicationConf conf) throws IOException {
    boolean own = conf.namesPython();
    return new HostPythons(cluster, found().home() + "/" + folder())
        .prepare(job, own ? conf.python(job) : "python3", own);
  }

  @Override
  public Map<String, String> environment(EngineJob job) {
    return found().environment();
  }

  @Override
  public boolean tied() {
    return false;
  }

  /** How many tasks the workers that live now can run at once; 0 when none says so. */
  int slots() {
    if (yarn) {
      return yarnNodes().stream().mapToInt(YarnCluster.Node::cores).sum();
    }
    int slots = 0;
    RemoteCommand ask =
        RemoteCommand.script(HeadShell.script("slots.sh"), folder() + "/services/spark");
    for (ClusterShell.Answer answer : new ClusterShell(cluster).run(ask, SOON)) {
      if (answer.output().matches("[0-9]{1,6}")) {
        slots += Integer.parseInt(answer.output());
      }
    }
    return slots;
  }

  /** A driver that nobody asks for ends by itself; its folder goes with it. */
  @Override
  public int sweep(RunId run) {
    return 0;
  }
}
