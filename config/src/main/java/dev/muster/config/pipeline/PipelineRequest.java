package dev.muster.config.pipeline;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command line says about how a pipeline file is read.
 *
 * @param working the current folder, absolute: where relative paths of the form of multimno start
 * @param entrypoint what runs components, instead of what the file says; null for that
 * @param mainClass of the entrypoint, instead of what the file says; null for that
 * @param strictArguments whether words for spark-submit are held to the characters that multimno's
 *     orchestrator allows
 * @param variables for <code>${var:name}</code>; they win over those of the file
 * @param searchPath {@code PATH}, in which programs are looked for; null where they run elsewhere
 */
public record PipelineRequest(
    Path working,
    @Nullable Path entrypoint,
    @Nullable String mainClass,
    boolean strictArguments,
    Map<String, String> variables,
    @Nullable String searchPath) {

  public PipelineRequest {
    variables = Map.copyOf(variables);
  }

  /** As the file says. */
  public static PipelineRequest of(Path working) {
    return new PipelineRequest(working, null, null, false, Map.of(), null);
  }
}
