package dev.muster.cli.pipeline;

import dev.muster.cli.VariableOptions;
import dev.muster.config.pipeline.PipelineRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a pipeline file is read. */
final class ReadingOptions {

  @Option(
      names = "--entrypoint",
      paramLabel = "FILE",
      description =
          "What runs components: a .py or a .jar (default: main_multimno.py beside the pipeline).")
  @Nullable Path entrypoint;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "Main class of an entrypoint that is a jar.")
  @Nullable String mainClass;

  @Option(
      names = "--strict-args",
      description = "Refuse the characters in spark_submit_args that multimno's orchestrator does.")
  boolean strict;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      arity = "1",
      description = "The same as -v NAME:VALUE: a variable of the file; can be repeated.")
  List<String> variables = new ArrayList<>();

  @Mixin VariableOptions named = new VariableOptions();

  /** What is wrong with them, null when nothing is. */
  @Nullable String problem() {
    for (String each : variables) {
      if (!each.matches("(?s)[A-Za-z0-9_]+=.*")) {
        return "--set takes NAME=VALUE, for instance --set day=2026-01-31, not " + each;
      }
    }
    return named.problem();
  }

  /**
   * The request.
   *
   * @param folder the current one
   * @param searchPath {@code PATH}; null where programs run elsewhere
   */
  PipelineRequest request(Path folder, @Nullable String searchPath) {
    Map<String, String> values = new LinkedHashMap<>(named.values());
    for (String each : variables) {
      int equals = each.indexOf('=');
      values.put(each.substring(0, equals), each.substring(equals + 1));
    }
    Path script = entrypoint;
    return new PipelineRequest(
        folder,
        script == null ? null : folder.resolve(script).normalize(),
        mainClass,
        strict,
        values,
        searchPath);
  }

  /** Words of a command line that say the same. */
  List<String> words(Path folder) {
    List<String> words = new ArrayList<>();
    if (entrypoint != null) {
      words.addAll(List.of("--entrypoint", folder.resolve(entrypoint).normalize().toString()));
    }
    if (mainClass != null) {
      words.addAll(List.of("--class", mainClass));
    }
    if (strict) {
      words.add("--strict-args");
    }
    named.given.forEach(each -> words.addAll(List.of("--variable", each)));
    variables.forEach(each -> words.addAll(List.of("--set", each)));
    return words;
  }
}
