package dev.muster.core.pipeline;

import dev.muster.config.pipeline.PipelineRequest;
import dev.muster.protocol.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline is run. The ledger keeps it, so that a run can be taken up with a few words.
 *
 * @param reading how the file is read
 * @param cluster on which steps run as jobs; null for this machine
 * @param packageRef a package that is installed there, with its release, whose jars, settings and
 *     programs steps have; null for none
 * @param master of Spark; null for what the steps say; of a cluster {@code yarn} alone, its YARN
 * @param sparkHome the folder of Spark; null to look for one
 * @param sparkVersion of the distribution that Muster resolves when there is no other; null for the
 *     usual one
 * @param sparkEngine the engine of steps on Spark that it can run; the others have the usual one
 * @param parallel steps at once
 * @param fresh whether every step is run, also one that was done before
 * @param logsTo where logs are copied to, a folder of a store; null for nowhere
 * @param logInterval how often
 */
public record PipelineOptions(
    PipelineRequest reading,
    @Nullable String cluster,
    @Nullable String packageRef,
    @Nullable String master,
    @Nullable String sparkHome,
    @Nullable String sparkVersion,
    String sparkEngine,
    int parallel,
    boolean fresh,
    @Nullable String logsTo,
    Duration logInterval) {

  /** The engine of steps on Spark unless another one is named. */
  public static final String SPARK = "spark";

  /** The engine that runs steps one after the other in a warm driver. */
  public static final String SESSION = "spark-session";

  /** Steps at once that may be asked for. */
  public static final int MOST_PARALLEL = 256;

  /** How often logs are copied unless something else is said. */
  public static final Duration LOG_INTERVAL = Duration.ofSeconds(60);

  /** As JSON. */
  String json() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("working", reading.working().toString());
    all.put("entrypoint", reading.entrypoint() == null ? null : reading.entrypoint().toString());
    all.put("main_class", reading.mainClass());
    all.put("strict_arguments", reading.strictArguments());
    all.put("variables", reading.variables());
    all.put("cluster", cluster);
    all.put("package", packageRef);
    all.put("master", master);
    all.put("spark_home", sparkHome);
    all.put("spark_version", sparkVersion);
    all.put("spark_engine", sparkEngine);
    all.put("parallel", parallel);
    all.put("fresh", fresh);
    all.put("logs_to", logsTo);
    all.put("log_interval_millis", logInterval.toMillis());
    return Json.write(all);
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @param searchPath {@code PATH}, which is not kept
   */
  static PipelineOptions parse(String json, @Nullable String searchPath) {
    Map<String, @Nullable Object> all = Json.parseObject(json);
    Map<String, String> variables = new LinkedHashMap<>();
    if (all.get("variables") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> variables.put(String.valueOf(name), String.valueOf(value)));
    }
    String entrypoint = text(all, "entrypoint");
    String cluster = text(all, "cluster");
    return new PipelineOptions(
        new PipelineRequest(
            Path.of(String.valueOf(all.get("working"))),
            entrypoint == null ? null : Path.of(entrypoint),
            text(all, "main_class"),
            Boolean.TRUE.equals(all.get("strict_arguments")),
            variables,
            cluster == null ? searchPath : null),
        cluster,
        text(all, "package"),
        text(all, "master"),
        text(all, "spark_home"),
        text(all, "spark_version"),
        String.valueOf(all.get("spark_engine")),
        number(all, "parallel").intValue(),
        Boolean.TRUE.equals(all.get("fresh")),
        text(all, "logs_to"),
        Duration.ofMillis(number(all, "log_interval_millis").longValue()));
  }

  private static @Nullable String text(Map<String, @Nullable Object> all, String key) {
    return all.get(key) instanceof String text ? text : null;
  }

  private static Number number(Map<String, @Nullable Object> all, String key) {
    return all.get(key) instanceof Number number ? number : 1;
  }

  /** The same with another bound of steps at once. */
  public PipelineOptions with(int newParallel) {
    return new PipelineOptions(
        reading,
        cluster,
        packageRef,
        master,
        sparkHome,
        sparkVersion,
        sparkEngine,
        newParallel,
        fresh,
        logsTo,
        logInterval);
  }

  /** The same with a package. */
  public PipelineOptions withPackage(String ref) {
    return new PipelineOptions(
        reading,
        cluster,
        ref,
        master,
        sparkHome,
        sparkVersion,
        sparkEngine,
        parallel,
        fresh,
        logsTo,
        logInterval);
  }
}
