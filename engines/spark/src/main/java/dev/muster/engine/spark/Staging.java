package dev.muster.engine.spark;

import dev.muster.attempts.WorkerConfiguration;
import dev.muster.model.Entrypoint;
import dev.muster.model.RunId;
import dev.muster.model.ShippedFile;
import dev.muster.protocol.Json;
import dev.muster.protocol.spool.Bundle;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.EngineJob;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts what a run needs into its folder on the head, and starts the driver. */
final class Staging {

  /** What may wait on the head while Muster is away or busy. */
  static final long SPOOL_BYTES = 256L << 20;

  private static final int TOKEN_BYTES = 32;
  private static final String SPOOL_SETTING = "spark.muster.spool.bytes";

  private final EngineJob job;
  private final DriverHost host;
  private final HeadFolder head;
  private final SparkInstallation installation;
  private final ApplicationConf conf;
  private final WorkerEnvironment environment;
  private String python = "python3";
  private final SecureRandom random = new SecureRandom();

  /**
   * Checks that the run can be staged.
   *
   * @throws MusterException with what is missing
   */
  Staging(
      EngineJob job,
      DriverHost host,
      HeadFolder head,
      SparkInstallation installation,
      ApplicationConf conf) {
    this.job = job;
    this.host = host;
    this.head = head;
    this.installation = installation;
    this.conf = conf;
    environment = check(job, host, conf);
    var unused = StoredParts.from(job);
  }

  /**
   * Checks that a run may go there.
   *
   * @return what workers get to know
   * @throws MusterException CONFIGURATION when secrets would be sent unprotected; UNAVAILABLE when
   *     requirements are not there
   */
  static WorkerEnvironment check(EngineJob job, DriverHost host, ApplicationConf conf) {
    WorkerEnvironment environment = WorkerEnvironment.of(job, conf.shared());
    conf.requireSafe(environment.secrets());
    if (job.project().requirements() != null
        && !conf.shared()
        && !conf.namesPython()
        && !host.installs()) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE,
          "the requirements of "
              + job.project().name()
              + " are not brought to a Spark that Muster has not deployed",
          "install them there and name their Python: --conf "
              + ApplicationConf.PYTHON
              + "=/path/to/python3");
    }
    return environment;
  }

  /** Puts what does not change when the driver is started anew. */
  void stage() throws IOException {
    python = host.python(job, conf);
    try (InputStream jar = Staging.class.getResourceAsStream("runner.jar")) {
      if (jar == null) {
        throw new IllegalStateException("the jar of this engine lacks runner.jar");
      }
      head.put("runner.jar", jar.readAllBytes());
    }
    if (!conf.shared()) {
      bundle();
    }
  }

  private void bundle() throws IOException {
    Map<String, Path> files = new TreeMap<>();
    job.content().files().forEach((path, file) -> files.put("project/" + path, file));
    for (ShippedFile file : job.project().files()) {
      files.put("files/" + file.target(), file.source());
    }
    Files.createDirectories(job.spool());
    Path bundle = Files.createTempFile(job.spool(), "bundle", "");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(bundle), 1 << 16)) {
        Bundle.write(files, out);
      }
      head.put("bundle", bundle);
    } finally {
      Files.deleteIfExists(bundle);
    }
  }

  /**
   * Starts a driver.
   *
   * @param read the offset up to which the spool was read
   * @param next number of the first request that is for it
   * @param firstWorker number of its first worker
   */
  void start(long read, long next, int firstWorker) throws IOException {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    Map<String, @Nullable Object> secret = new LinkedHashMap<>();
    secret.put("token", HexFormat.of().formatHex(token));
    secret.put("env", environment.variables());
    head.put("job.json", bytes(Json.write(description(read, next, firstWorker))));
    String secrets = head.secrets();
    head.putSecret(secrets, "secret.json", bytes(Json.write(secret)));
    head.putSecret(secrets, "spark.conf", bytes(conf.text()));
    head.start(installation.command(head.path(), secrets, conf), driverEnvironment());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, @Nullable Object> description(long read, long next, int firstWorker) {
    Duration timeout = job.project().timeout();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("run", job.run().value());
    fields.put("tied", host.tied());
    fields.put("shared", conf.shared());
    fields.put("folder", job.project().folder().toString());
    fields.put("scratch", conf.local() ? head.path() : null);
    fields.put("python", python);
    fields.put("configure", WorkerConfiguration.of(job).fields());
    fields.put("commands", job.project().entrypoint() instanceof Entrypoint.Command);
    fields.put("inline_result", job.limits().inlineResult());
    fields.put("timeout_millis", timeout == null ? 0 : timeout.toMillis());
    fields.put("tasks_per_worker", job.project().maxTasksPerWorker());
    fields.put("spool_bytes", spoolBytes());
    fields.put("stored_from", StoredParts.from(job));
    fields.put("read", read);
    fields.put("next", next);
    fields.put("first_worker", firstWorker);
    return fields;
  }

  /** The run. */
  RunId run() {
    return job.run();
  }

  /** What may wait in the spool. */
  long spoolBytes() {
    String given = job.options().conf().getOrDefault(SPOOL_SETTING, Long.toString(SPOOL_BYTES));
    if (!given.matches("[1-9][0-9]{3,14}")) {
      throw new MusterException(
          ErrorKind.USAGE, SPOOL_SETTING + " is not a number of bytes from 1000 on: " + given);
    }
    return Long.parseLong(given);
  }

  private Map<String, String> driverEnvironment() {
    Map<String, String> variables = new TreeMap<>(host.environment(job));
    variables.put("MUSTER_RUN", job.run().value());
    return variables;
  }
}
