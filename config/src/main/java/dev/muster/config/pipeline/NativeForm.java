package dev.muster.config.pipeline;

import dev.muster.config.project.Environments;
import dev.muster.config.schema.Located;
import dev.muster.config.schema.Section;
import dev.muster.config.text.DidYouMean;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.config.yaml.YamlValue.Sequence;
import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a pipeline in Muster's own form. Its relative paths start at the file's folder. */
final class NativeForm {

  private final Path file;
  private final PipelineRequest request;
  private final Problems problems;
  private final StepFiles files;

  NativeForm(Path file, PipelineRequest request, Problems problems) {
    this.file = file;
    this.request = request;
    this.problems = problems;
    files = new StepFiles(PipelineFile.folder(file), null, problems);
  }

  /** The pipeline; empty after noting what is wrong. */
  Optional<LoadedPipeline> read(Mapping mapping) {
    refuseOther();
    Section section = new Section(PipelineOptions.PIPELINE, mapping, "", problems);
    Path general =
        section
            .find(PipelineOptions.GENERAL)
            .flatMap(given -> files.require(PipelineOptions.GENERAL.key(), given))
            .orElse(null);
    if (general != null) {
      new IniFiles(problems).check(List.of(general));
    }
    Environments environments = new Environments(problems);
    Map<String, String> env =
        section.find(PipelineOptions.ENV).map(environments::env).orElse(Map.of());
    List<String> secrets = environments.secrets(section.value(PipelineOptions.SECRETS), env);
    StepReader reader =
        new StepReader(
            files, SparkDefaults.read(section, files, request, problems), env, request, problems);
    List<Step> steps = ordered(read(section, reader));
    if (!problems.isEmpty() || steps.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new LoadedPipeline(
            new Pipeline(
                section.find(PipelineOptions.NAME).orElse(PipelineFile.nameOf(file)),
                file,
                PipelineFile.folder(file),
                Pipeline.Form.NATIVE,
                general,
                steps),
            secrets,
            List.of()));
  }

  private void refuseOther() {
    if (request.entrypoint() != null || request.mainClass() != null) {
      problems.add(
          0,
          "--entrypoint and --class are for pipelines of components",
          "here each step says what it runs: class, script or command");
    }
  }

  private List<StepReader.Read> read(Section section, StepReader reader) {
    String key = PipelineOptions.STEPS.key();
    Optional<YamlValue> value = section.find(PipelineOptions.STEPS);
    if (value.isEmpty() || !(value.get() instanceof Sequence sequence)) {
      value.ifPresent(
          other ->
              problems.add(other.line(), key + ": a list is expected, not " + other.shown(), null));
      return List.of();
    }
    if (sequence.items().isEmpty() || sequence.items().size() > Pipeline.MOST_STEPS) {
      problems.add(
          sequence.line(),
          key + ": 1 to " + Pipeline.MOST_STEPS + " steps, not " + sequence.items().size(),
          null);
      return List.of();
    }
    List<StepReader.Read> steps = new ArrayList<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      YamlValue item = sequence.items().get(i);
      if (item instanceof Mapping mapping) {
        reader.read(mapping, key + "[" + i + "].").ifPresent(steps::add);
      } else {
        problems.add(
            item.line(),
            key + "[" + i + "]: a mapping is expected, not " + item.shown(),
            "for instance  {id: clean, command: [./clean.sh]}");
      }
    }
    return steps;
  }

  private List<Step> ordered(List<StepReader.Read> read) {
    Map<StepId, Integer> lines = new LinkedHashMap<>();
    for (StepReader.Read each : read) {
      Integer first = lines.putIfAbsent(each.id(), each.line());
      if (first != null) {
        problems.add(
            each.line(),
            "the step " + each.id() + " is there twice, first in line " + first,
            "give one of them another id");
      }
    }
    List<Step> steps = new ArrayList<>();
    List<StepId> before = List.of();
    for (StepReader.Read each : read) {
      steps.add(each.builder().dependsOn(dependsOn(each, before, lines)).build());
      before = List.of(each.id());
    }
    return problems.isEmpty() ? StepOrder.of(steps, lines, problems) : steps;
  }

  private List<StepId> dependsOn(
      StepReader.Read step, List<StepId> before, Map<StepId, Integer> known) {
    Optional<List<Located>> given = step.dependsOn();
    if (given.isEmpty()) {
      return before;
    }
    List<StepId> depends = new ArrayList<>();
    for (Located name : given.get()) {
      List<String> ids = known.keySet().stream().map(StepId::value).toList();
      if (!StepId.isValid(name.text()) || !known.containsKey(new StepId(name.text()))) {
        problems.add(
            name.line(),
            "depends_on: there is no step " + Quoted.of(name.text()),
            DidYouMean.nearest(name.text(), ids)
                .map(near -> "did you mean " + near + "?")
                .orElse(
                    "known are " + String.join(", ", ids.subList(0, Math.min(20, ids.size())))));
      } else if (!depends.contains(new StepId(name.text()))) {
        depends.add(new StepId(name.text()));
      }
    }
    return depends;
  }
}
