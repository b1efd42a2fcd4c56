package dev.muster.config.pipeline;

import dev.muster.config.schema.Section;
import dev.muster.config.text.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline says for all of its steps on Spark.
 *
 * @param jar of classes, null when each step names its own
 * @param conf settings
 * @param jars more jars
 * @param words for spark-submit
 */
record SparkDefaults(
    @Nullable Path jar, Map<String, String> conf, List<Path> jars, List<String> words) {

  static SparkDefaults read(
      Section section, StepFiles files, PipelineRequest request, Problems problems) {
    SparkWords words = new SparkWords(request.strictArguments(), problems);
    return new SparkDefaults(
        section
            .find(PipelineOptions.DEFAULT_JAR)
            .flatMap(given -> files.require(PipelineOptions.DEFAULT_JAR.key(), given))
            .orElse(null),
        section
            .find(PipelineOptions.CONF)
            .map(value -> words.conf(PipelineOptions.CONF.key(), value))
            .orElse(Map.of()),
        files.requireAll(PipelineOptions.JARS.key(), section.value(PipelineOptions.JARS)),
        words.options(
            PipelineOptions.SPARK_SUBMIT_ARGS.key(),
            section.value(PipelineOptions.SPARK_SUBMIT_ARGS)));
  }
}
