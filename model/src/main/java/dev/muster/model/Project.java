package dev.muster.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A project folder as its configuration file says, whichever of the known forms it is written in.
 *
 * @param name its name
 * @param folder its folder, absolute
 * @param form how it is written
 * @param inputs what its tasks read
 * @param columns regular expression on the names in a CSV header, null for one task per file
 * @param entrypoint what is called
 * @param params one element for each combination of the matrix, in order; at least one
 * @param requirements the requirements.txt, absolute; null when there is none
 * @param python the interpreter asked for, as a command or a path; null for the one called python3
 * @param env set in each worker's environment
 * @param secrets names of environment variables that workers need and nobody may see
 * @param files shipped along, such as a license
 * @param timeout of one attempt, null for none
 * @param retries further attempts after a failure that may be retried
 * @param retryOn what may be retried beside crashes: failure kinds in lower case ({@code
 *     exception}, {@code exit}, {@code timeout}, {@code memory}) and names of Python exception
 *     classes
 * @param maxTasksPerWorker a worker is replaced after so many tasks, 0 for never
 * @param memoryLimit resident memory of a task's processes in bytes, 0 for no limit
 * @param repeat rounds within a round: contract 4.2 {@code repeat_number_per_round}; 1 or more
 * @param savedTo where results are written too, {@code s3://bucket/prefix}; null for nowhere else
 * @param fileNames names of the result files, by {@link ResultFile}
 */
public record Project(
    ProjectName name,
    Path folder,
    Form form,
    List<InputGlob> inputs,
    @Nullable String columns,
    Entrypoint entrypoint,
    List<Params> params,
    @Nullable Path requirements,
    @Nullable String python,
    Map<String, String> env,
    List<String> secrets,
    List<ShippedFile> files,
    @Nullable Duration timeout,
    int retries,
    Set<String> retryOn,
    int maxTasksPerWorker,
    long memoryLimit,
    int repeat,
    @Nullable String savedTo,
    Map<ResultFile, String> fileNames) {

  public Project {
    inputs = List.copyOf(inputs);
    params = List.copyOf(params);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    secrets = List.copyOf(secrets);
    files = List.copyOf(files);
    retryOn = Set.copyOf(retryOn);
    fileNames = Map.copyOf(fileNames);
    if (params.isEmpty()) {
      throw new IllegalArgumentException("a project has at least one combination of parameters");
    }
  }

  /** The name of a result file in this project. */
  public String fileName(ResultFile file) {
    return fileNames.getOrDefault(file, file.defaultName());
  }

  /** How a project is written. */
  public enum Form {
    /** {@code muster.yaml}. */
    NATIVE,
    /**
     * {@code entrypoint.py}, {@code config.yaml}, requirements.txt and Dockerfile: contract 4.2.
     */
    GISMO
  }
}
