package dev.muster.engine.spark;

import dev.muster.model.RunId;
import dev.muster.protocol.RunProcesses;
import dev.muster.spi.engine.EngineJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Drivers on this machine. */
final class LocalHost implements DriverHost {

  @Override
  public SparkInstallation installation(EngineJob job) {
    return SparkHome.find(job.options().home(), job.environment());
  }

  /** Beside the run's other scratch, so that it is removed with it. */
  @Override
  public HeadFolder open(EngineJob job) throws IOException {
    Path spool = job.spool().toAbsolutePath();
    return new LocalHead(spool.resolveSibling("spark"));
  }

  @Override
  public boolean installs() {
    return false;
  }

  @Override
  public String python(EngineJob job, ApplicationConf conf) {
    return conf.python(job);
  }

  /**
   * The user's own. A local master gets no name from the network: this machine's need not resolve.
   */
  @Override
  public Map<String, String> environment(EngineJob job) {
    Map<String, String> variables = new TreeMap<>(job.environment());
    job.secrets().forEach(variables::remove);
    variables.keySet().removeIf(name -> name.startsWith("SPARK_CONF") || name.equals("SPARK_HOME"));
    if (String.valueOf(job.options().master()).startsWith("local")) {
      variables.putIfAbsent("SPARK_LOCAL_IP", "127.0.0.1");
    }
    return variables;
  }

  @Override
  public boolean tied() {
    return true;
  }

  /** Drivers and workers of this machine carry the run's mark. */
  @Override
  public int sweep(RunId run) {
    return RunProcesses.ofRun(run.value()).end();
  }
}
