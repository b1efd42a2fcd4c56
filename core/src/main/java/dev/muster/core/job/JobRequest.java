package dev.muster.core.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job to be handed over.
 *
 * @param kind {@code command}, {@code spark} or {@code yarn}
 * @param argv program and arguments
 * @param files to be shipped by content; each stands in the working folder under its own name, and
 *     no two have the same
 * @param environment plain values and secrets; not kept in the ledger, removed on the head when the
 *     job begins
 * @param timeout after which an attempt is ended, null for none
 * @param python the interpreter of an application that needs Spark's Python on all hosts, empty for
 *     the hosts' usual one; null for an application that needs none
 * @param retries how often it is begun anew when its host failed it: 0 to {@link #MOST_RETRIES}
 */
public record JobRequest(
    String kind,
    List<String> argv,
    List<Path> files,
    Map<String, String> environment,
    @Nullable Duration timeout,
    @Nullable String python,
    int retries) {

  /** The kind of a job that is a command. */
  public static final String COMMAND = "command";

  /** The kind of a job that is a Spark application. */
  public static final String SPARK = "spark";

  /** The kind of a job that is a Spark application on YARN. */
  public static final String YARN = "yarn";

  /** Retries that may be asked for. */
  public static final int MOST_RETRIES = 20;

  public JobRequest {
    argv = List.copyOf(argv);
    files = List.copyOf(files);
    environment = Map.copyOf(environment);
    if (retries < 0 || retries > MOST_RETRIES) {
      throw new IllegalArgumentException("0 to " + MOST_RETRIES + " retries, not " + retries);
    }
  }
}
