package dev.muster.config.pipeline;

import dev.muster.config.schema.Option;
import dev.muster.config.schema.Section;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads {@code resources}: words of spark-submit. */
final class Resources {

  private static final Pattern MEMORY = Pattern.compile("[1-9][0-9]{0,6}[kKmMgGtT]");

  private final Problems problems;

  Resources(Problems problems) {
    this.problems = problems;
  }

  List<String> words(String key, YamlValue value) {
    List<String> words = new ArrayList<>();
    if (!(value instanceof Mapping mapping)) {
      problems.add(
          value.line(),
          key + ": a mapping is expected, not " + value.shown(),
          "for instance  resources: {driver_memory: 2g}");
      return words;
    }
    Section section = new Section(PipelineOptions.RESOURCE_KEYS, mapping, key + ".", problems);
    memory(section, PipelineOptions.DRIVER_MEMORY, "--driver-memory", words);
    number(section, PipelineOptions.DRIVER_CORES, "--driver-cores", words);
    memory(section, PipelineOptions.EXECUTOR_MEMORY, "--executor-memory", words);
    number(section, PipelineOptions.EXECUTOR_CORES, "--executor-cores", words);
    number(section, PipelineOptions.EXECUTORS, "--num-executors", words);
    return words;
  }

  private void memory(Section section, Option<String> option, String word, List<String> words) {
    section
        .find(option)
        .ifPresent(
            text -> {
              if (!MEMORY.matcher(text).matches()) {
                problems.add(
                    section.line(option),
                    section.name(option) + ": " + Quoted.of(text) + " is no size as Java takes it",
                    "for instance  2g or 512m");
              }
              words.addAll(List.of(word, text));
            });
  }

  private static void number(
      Section section, Option<Integer> option, String word, List<String> words) {
    section.find(option).ifPresent(number -> words.addAll(List.of(word, Integer.toString(number))));
  }
}
