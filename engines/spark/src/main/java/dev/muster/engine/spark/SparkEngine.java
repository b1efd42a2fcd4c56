package dev.muster.engine.spark;

import dev.muster.model.RunId;
import dev.muster.spi.engine.Engine;
import dev.muster.spi.engine.EngineCluster;
import dev.muster.spi.engine.EngineJob;
import dev.muster.spi.engine.EngineOptions;
import dev.muster.spi.engine.EngineRun;
import dev.muster.spi.engine.TaskListener;
import dev.muster.spi.engine.TaskQueue;
import java.io.IOException;
import java.time.InstantSource;

/** Runs tasks as one Spark application, whose driver is on this machine or on a cluster's head. */
public final class SparkEngine implements Engine {

  private final DriverHost host;
  private final InstantSource clock;

  /** With a driver on this machine; for the service loader. */
  public SparkEngine() {
    this(new LocalHost(), InstantSource.system());
  }

  /**
   * @param host where drivers run
   * @param clock gives the times of attempts of which no worker told
   */
  SparkEngine(DriverHost host, InstantSource clock) {
    this.host = host;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "spark";
  }

  /**
   * @throws dev.muster.spi.MusterException at once when there is no Spark, or secrets would be sent
   *     unprotected
   */
  @Override
  public EngineRun start(EngineJob job, TaskQueue queue, TaskListener listener) {
    DriverHost driver = host(job);
    SparkInstallation installation = driver.installation(job);
    check(job, driver, installation);
    try {
      HeadFolder head = driver.open(job);
      ApplicationConf conf = ApplicationConf.of(job, installation, head.path());
      Staging staging = new Staging(job, driver, head, installation, conf);
      Application application = new Application(head, staging, conf, conf.python(job));
      SparkRun run = new SparkRun(job, queue, listener, clock, application);
      run.start();
      return run;
    } catch (IOException e) {
      throw Application.unreachable(e);
    }
  }

  /** Checks that there is a Spark and that the run may go there; the entrypoint is not tried. */
  @Override
  public void check(EngineJob job) {
    DriverHost driver = host(job);
    check(job, driver, driver.installation(job));
  }

  /** Of a cluster what its living workers have; of one process what its master says. */
  @Override
  public int slots(EngineOptions options) {
    EngineCluster cluster = options.cluster();
    return cluster == null
        ? ApplicationConf.localSlots(options.master())
        : new ClusterHost(cluster, isYarn(options)).slots();
  }

  private DriverHost host(EngineJob job) {
    EngineCluster cluster = job.options().cluster();
    return cluster == null ? host : new ClusterHost(cluster, isYarn(job.options()));
  }

  private static boolean isYarn(EngineOptions options) {
    return Yarn.MASTER.equals(options.master());
  }

  private static void check(EngineJob job, DriverHost driver, SparkInstallation installation) {
    var unused = Staging.check(job, driver, ApplicationConf.of(job, installation, ""));
  }

  @Override
  public int sweep(RunId run) {
    return host.sweep(run);
  }
}
