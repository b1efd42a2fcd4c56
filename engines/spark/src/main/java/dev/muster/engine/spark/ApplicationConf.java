package dev.muster.engine.spark;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.EngineJob;
import dev.muster.spi.engine.EngineOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an application: what Muster needs, over it what the installation says, over it
 * what the user says.
 */
final class ApplicationConf {

  /**
   * The user's word that executors see the project and its inputs under the paths of this machine.
   */
  static final String SHARED = "spark.muster.shared";

  /** The interpreter of executors, as Spark names it. */
  static final String PYTHON = "spark.pyspark.python";

  /** How long a head may be out of reach, in seconds, before the run ends without it. */
  private static final String PATIENCE = "spark.muster.patience.seconds";

  private static final String MEMORY = "spark.driver.memory";

  /** What a Spark that is not ours must have before a secret is sent there. */
  private static final List<String> SAFE =
      List.of("spark.authenticate", "spark.network.crypto.enabled", "spark.io.encryption.enabled");

  /** {@code local}, {@code local[4]}, {@code local[*]}, each perhaps with a number of failures. */
  private static final Pattern LOCAL =
      Pattern.compile("local(?:\\[([0-9]{1,6}|\\*)(?:, *[0-9]+)?\\])?");

  private final TreeMap<String, String> settings = new TreeMap<>();
  private final String master;
  private List<String> classpath = List.of();

  private ApplicationConf(String master) {
    this.master = master;
  }

  /** The settings for a run. */
  static ApplicationConf of(EngineJob job, SparkInstallation installation, String folder) {
    EngineOptions options = job.options();
    String master = options.master() == null ? "local[*]" : options.master();
    ApplicationConf conf = new ApplicationConf(master);
    conf.requireKnownMaster();
    Map<String, String> settings = conf.settings;
    settings.put("spark.app.name", "muster " + job.project().name() + " " + job.run());
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.ui.showConsoleProgress", "false");
    settings.put("spark.log.level", "WARN"); // Spark tells of each task: megabytes a minute
    settings.put("spark.locality.wait", "0");
    settings.put("spark.rpc.message.maxSize", "512");
    settings.put("spark.task.maxFailures", "8");
    settings.put(MEMORY, "1g");
    settings.putAll(installation.defaults());
    if (conf.local()) {
      settings.put("spark.driver.host", "127.0.0.1");
      settings.put("spark.driver.bindAddress", "127.0.0.1");
      settings.put("spark.local.dir", folder + "/local");
    }
    if (options.workers() > 0) {
      settings.put("spark.cores.max", Integer.toString(options.workers()));
    }
    settings.putAll(options.conf());
    YarnCluster yarn = installation.yarn();
    if (yarn != null) {
      yarn.configure(settings, options.workers());
      conf.classpath = List.of(yarn.configuration());
    } else if (master.equals(Yarn.MASTER)) {
      Yarn.configure(settings, installation, job.environment(), options.workers());
      conf.classpath = Yarn.configuration(job.environment());
    }
    settings.put("spark.master", master);
    settings.put("spark.submit.deployMode", "client");
    return conf;
  }

  /** How many tasks a master within one process runs at once; 0 for others. */
  static int localSlots(@Nullable String master) {
    Matcher local = LOCAL.matcher(master == null ? "local[*]" : master);
    if (!local.matches()) {
      return 0;
    }
    String slots = local.group(1);
    return slots == null
        ? 1
        : slots.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(slots);
  }

  private void requireKnownMaster() {
    if (!master.matches("local(\\[.*\\])?|spark://.+|yarn")) {
      throw new MusterException(
          ErrorKind.USAGE,
          "Muster does not know the Spark master " + master,
          "--master local[N], spark://host:7077 or yarn");
    }
  }

  /** Whether driver and executors are one process. */
  boolean local() {
    return master.startsWith("local");
  }

  /** Whether executors see this machine's paths. */
  boolean shared() {
    return Boolean.parseBoolean(settings.getOrDefault(SHARED, Boolean.toString(local())));
  }

  /** The interpreter of executors. */
  String python(EngineJob job) {
    return settings.getOrDefault(PYTHON, job.python().toString());
  }

  /** How long a head may be out of reach. */
  Duration patience() {
    String given = settings.getOrDefault(PATIENCE, "300");
    if (!given.matches("[1-9][0-9]{0,5}")) {
      throw new MusterException(
          ErrorKind.USAGE, PATIENCE + " is not a number of seconds from 1 on: " + given);
    }
    return Duration.ofSeconds(Long.parseLong(given));
  }

  boolean namesPython() {
    return settings.containsKey(PYTHON);
  }

  /** Folders that the driver has on its class path before Spark's jars. */
  List<String> classpath() {
    return classpath;
  }

  /** Memory of the driver's Java, as {@code -Xmx} takes it. */
  String memory() {
    return settings.getOrDefault(MEMORY, "1g");
  }

  /**
   * Checks that secrets may be sent there.
   *
   * @param what names what is secret; empty when nothing is
   * @throws MusterException CONFIGURATION when others may read them
   */
  void requireSafe(List<String> what) {
    List<String> missing = new ArrayList<>(SAFE);
    missing.removeIf(key -> Boolean.parseBoolean(settings.get(key)));
    if (!local() && !what.isEmpty() && !missing.isEmpty()) {
      throw new MusterException(
          ErrorKind.CONFIGURATION,
          "secrets of this run ("
              + String.join(", ", what)
              + ") would be sent to "
              + master
              + " without "
              + String.join(", ", missing),
          "switch them on there, and here: --conf "
              + String.join("=true --conf ", missing)
              + "=true");
    }
  }

  /** As a properties file. */
  String text() {
    StringBuilder text = new StringBuilder();
    settings.forEach(
        (key, value) ->
            text.append(escaped(key, true)).append('=').append(escaped(value, false)).append('\n'));
    return text.toString();
  }

  /** As {@code java.util.Properties} reads it. */
  private static String escaped(String text, boolean key) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' || (key && (c == '=' || c == ':')) || (c == ' ' && (key || i == 0))) {
        escaped.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        escaped.append(String.format("\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
