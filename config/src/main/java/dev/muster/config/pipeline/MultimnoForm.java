package dev.muster.config.pipeline;

import dev.muster.config.schema.Located;
import dev.muster.config.schema.Section;
import dev.muster.config.text.Problems;
import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.config.yaml.YamlValue.Sequence;
import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepWork;
import dev.muster.spi.pipeline.SubmitOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pipeline in the form of multimno's orchestrator: contract 1.4. Its relative paths start
 * at the current folder, as they do there.
 */
final class MultimnoForm {

  /** What runs components unless something else is named. */
  static final String ENTRYPOINT = "main_multimno.py";

  private static final int LONGEST_ID = 90;

  private final Path file;
  private final PipelineRequest request;
  private final Problems problems;
  private final StepFiles files;

  MultimnoForm(Path file, PipelineRequest request, Problems problems) {
    this.file = file;
    this.request = request;
    this.problems = problems;
    files = new StepFiles(request.working(), PipelineFile.folder(file), problems);
  }

  /** The pipeline; empty after noting what is wrong. */
  Optional<LoadedPipeline> read(Mapping mapping) {
    Section section = new Section(PipelineOptions.MULTIMNO, mapping, "", problems);
    Optional<Located> general = section.find(PipelineOptions.GENERAL);
    Optional<Path> generalFile =
        general.flatMap(given -> files.require(PipelineOptions.GENERAL.key(), given));
    List<String> options =
        new SparkWords(request.strictArguments(), problems)
            .options(
                PipelineOptions.SPARK_SUBMIT_ARGS.key(),
                section.value(PipelineOptions.SPARK_SUBMIT_ARGS));
    Optional<Path> entrypoint = entrypoint(section);
    String mainClass = entrypoint.map(path -> mainClass(path, options, section)).orElse(null);
    List<Component> components = components(section);
    IniFiles inis = new IniFiles(problems);
    generalFile.ifPresent(first -> inis.check(List.of(first)));
    for (Component component : components) {
      generalFile.ifPresent(first -> inis.check(List.of(first, component.configuration())));
    }
    if (!problems.isEmpty() || general.isEmpty() || generalFile.isEmpty() || entrypoint.isEmpty()) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>();
    for (Component component : components) {
      StepWork work =
          new StepWork.Spark(
              mainClass,
              entrypoint.get(),
              options,
              List.of(component.id(), general.get().text(), component.path()));
      steps.add(
          Step.builder(id(component.id(), steps), work)
              .dependsOn(steps.isEmpty() ? List.of() : List.of(steps.get(steps.size() - 1).id()))
              .configuration(List.of(generalFile.get(), component.configuration()))
              .build());
    }
    return Optional.of(
        new LoadedPipeline(
            new Pipeline(
                section.find(PipelineOptions.NAME).orElse(PipelineFile.nameOf(file)),
                file,
                request.working(),
                Pipeline.Form.MULTIMNO,
                generalFile.get(),
                steps),
            List.of(),
            List.of()));
  }

  private Optional<Path> entrypoint(Section section) {
    String key = PipelineOptions.ENTRYPOINT.key();
    Path given = request.entrypoint();
    if (given != null) {
      return new StepFiles(request.working(), null, problems)
          .require("--" + key, new Located(given.toString(), 0));
    }
    Path beside = PipelineFile.folder(file);
    Optional<Located> named = section.find(PipelineOptions.ENTRYPOINT);
    if (named.isPresent()) {
      return new StepFiles(beside, null, problems).require(key, named.get());
    }
    Path usual = beside.resolve(ENTRYPOINT);
    if (!Files.isRegularFile(usual)) {
      problems.add(
          0,
          "there is no " + ENTRYPOINT + " in " + beside,
          "name what runs components: --entrypoint FILE, or the key entrypoint");
      return Optional.empty();
    }
    return Optional.of(usual);
  }

  /** Null for a Python file. */
  private @Nullable String mainClass(Path entrypoint, List<String> options, Section section) {
    String name = entrypoint.toString().toLowerCase(Locale.ROOT);
    int line = section.line(PipelineOptions.ENTRYPOINT);
    if (name.endsWith(".py")) {
      return null;
    }
    if (!name.endsWith(".jar")) {
      problems.add(
          line,
          "entrypoint: " + entrypoint + " is neither a Python file nor a jar",
          "its name ends with .py or .jar");
      return null;
    }
    SubmitOptions words = SubmitOptions.parse(options);
    String given = request.mainClass();
    given = given == null ? section.find(PipelineOptions.MAIN_CLASS).orElse(null) : given;
    given = given == null ? words.values().get("--class") : given;
    List<Path> jars = new ArrayList<>();
    for (String jar : words.values().getOrDefault("--jars", "").split(",", -1)) {
      Path path = request.working().resolve(jar.replaceFirst("^file:(//)?(?=/)", ""));
      if (!jar.isEmpty() && Files.isRegularFile(path)) {
        jars.add(path);
      }
    }
    return new MainClasses(problems)
        .require(PipelineOptions.MAIN_CLASS.key(), given, entrypoint, jars, line)
        .orElse(null);
  }

  private List<Component> components(Section section) {
    String key = PipelineOptions.COMPONENTS.key();
    Optional<YamlValue> value = section.find(PipelineOptions.COMPONENTS);
    if (value.isEmpty() || !(value.get() instanceof Sequence sequence)) {
      value.ifPresent(
          other ->
              problems.add(other.line(), key + ": a list is expected, not " + other.shown(), null));
      return List.of();
    }
    if (sequence.items().isEmpty() || sequence.items().size() > Pipeline.MOST_STEPS) {
      problems.add(
          sequence.line(),
          key + ": 1 to " + Pipeline.MOST_STEPS + " components, not " + sequence.items().size(),
          null);
      return List.of();
    }
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      YamlValue item = sequence.items().get(i);
      String prefix = key + "[" + i + "].";
      if (item instanceof Mapping mapping) {
        component(new Section(PipelineOptions.COMPONENT, mapping, prefix, problems))
            .ifPresent(components::add);
      } else {
        problems.add(
            item.line(),
            key + "[" + i + "]: an object is expected, not " + item.shown(),
            "{component_id: …, component_config_path: …}");
      }
    }
    return components;
  }

  private Optional<Component> component(Section section) {
    Optional<Located> id = section.find(PipelineOptions.COMPONENT_ID);
    Optional<Located> path = section.find(PipelineOptions.COMPONENT_CONFIG);
    id.ifPresent(
        text ->
            new SparkWords(false, problems)
                .arguments(section.name(PipelineOptions.COMPONENT_ID), List.of(text)));
    Optional<Path> configuration =
        path.flatMap(given -> files.require(section.name(PipelineOptions.COMPONENT_CONFIG), given));
    return id.isEmpty() || configuration.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Component(id.get().text(), path.orElseThrow().text(), configuration.get()));
  }

  /** A component may be there several times, with another configuration each time. */
  private static StepId id(String component, List<Step> before) {
    Set<StepId> taken = new HashSet<>();
    before.forEach(step -> taken.add(step.id()));
    String plain = component.replaceAll("[^A-Za-z0-9_.-]", "_").replaceFirst("^[.-]", "_");
    String base = plain.substring(0, Math.min(plain.length(), LONGEST_ID));
    StepId id = new StepId(base);
    for (int number = 2; taken.contains(id); number++) {
      id = new StepId(base + "-" + number);
    }
    return id;
  }

  private record Component(String id, String path, Path configuration) {}
}
