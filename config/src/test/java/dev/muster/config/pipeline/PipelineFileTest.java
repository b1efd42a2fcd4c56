package dev.muster.config.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepCondition;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepWork;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ProblemsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineFileTest {

  private static final String SEARCH_PATH = "/usr/bin:/bin";

  @TempDir Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    write("main_multimno.py", "print()\n");
    write("general.ini", "[Paths]\nhome = /data\nraw = ${home}/raw\n");
    write("a.ini", "[A]\nx = ${Paths:raw}\n");
    write("b.ini", "[B]\ny = 1\n");
    try (OutputStream out = Files.newOutputStream(folder.resolve("app.jar"));
        JarOutputStream jar = new JarOutputStream(out)) {
      put(jar, WithMain.class);
      put(jar, Heir.class);
      put(jar, WithoutMain.class);
    }
  }

  /** Classes that a jar of the tests has. */
  static class WithMain {
    public static void main(String[] args) {}
  }

  static final class Heir extends WithMain {}

  static final class WithoutMain {
    public static void main(String arg) {}
  }

  private static void put(JarOutputStream jar, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    jar.putNextEntry(new ZipEntry(name));
    try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
      in.transferTo(jar);
    }
    jar.closeEntry();
  }

  @Test
  void componentsRunOneAfterAnotherWithTheWordsOfTheFile() {
    Pipeline pipeline =
        load(
            "pipeline.json",
            """
            {"general_config_path": "general.ini",
             "spark_submit_args": ["--master=local[*]", "--conf", "spark.x=a b"],
             "pipeline": [
               {"component_id": "A B", "component_config_path": "a.ini"},
               {"component_id": "Same", "component_config_path": "b.ini"},
               {"component_id": "Same", "component_config_path": "a.ini"}]}
            """);

    assertThat(pipeline.form()).isEqualTo(Pipeline.Form.MULTIMNO);
    assertThat(pipeline.steps())
        .extracting(step -> step.id().value())
        .containsExactly("A_B", "Same", "Same-2");
    assertThat(pipeline.steps().get(2).dependsOn()).containsExactly(new StepId("Same"));
    StepWork.Spark first = (StepWork.Spark) pipeline.steps().get(0).work();
    assertThat(first.options()).containsExactly("--master=local[*]", "--conf", "spark.x=a b");
    assertThat(first.arguments()).containsExactly("A B", "general.ini", "a.ini");
    assertThat(first.application()).isEqualTo(folder.resolve("main_multimno.py"));
    assertThat(first.mainClass()).isNull();
  }

  @Test
  void strictArgumentsAreThoseOfTheOldOrchestrator() {
    String file =
        """
        {"general_config_path": "general.ini", "spark_submit_args": ["--master=local[*]"],
         "pipeline": [{"component_id": "A", "component_config_path": "a.ini"}]}
        """;
    PipelineRequest strict = new PipelineRequest(folder, null, null, true, Map.of(), SEARCH_PATH);

    assertThat(problems(write("p.json", file), strict)).contains("has the character [");
    for (char refused : "!\"#$%&'()*+;<>?@[]^`{|}~".toCharArray()) {
      String one =
          file.replace(
              "local[*]", refused == '"' ? "\\\"" : refused == '\\' ? "\\\\" : "" + refused);
      assertThat(problems(write("p.json", one), strict)).contains("has the character " + refused);
    }
    assertThat(load("p.json", file.replace("local[*]", "spark://h-1:7077/a_b\\\\c d,e")))
        .isNotNull();
  }

  @Test
  void everythingThatIsWrongWithComponentsIsSaidAtOnce() {
    String said =
        problems(
            """
            {"general_confg_path": "general.ini",
             "spark_submit_args": ["local", "--conf", "spark.x=1\\n2"],
             "entrypoint": "nothing.py",
             "pipeline": [
               {"component_id": "A", "component_config_path": "missing.ini"},
               {"component_id": "B"},
               7]}
            """);

    assertThat(said)
        .contains("unknown key \"general_confg_path\" (did you mean general_config_path?)")
        .contains("general_config_path is missing")
        .contains("\"local\" belongs to no option of spark-submit")
        .contains("has a line break")
        .contains("nothing.py")
        .contains("missing.ini")
        .contains("component_config_path is missing")
        .contains("pipeline[2]: an object is expected");
  }

  @Test
  void bothIniFilesOfEachComponentAreRead() {
    write("a.ini", "[A]\nx = ${Nowhere:raw}\nx = 2\n");

    assertThat(
            problems(
                """
                {"general_config_path": "general.ini",
                 "pipeline": [{"component_id": "A", "component_config_path": "a.ini"}]}
                """))
        .contains("a.ini:");
  }

  @Test
  void entrypointMayBeJarWithMainClass() {
    String file =
        """
        {"general_config_path": "general.ini", "entrypoint": "app.jar", "main_class": "%s",
         "pipeline": [{"component_id": "A", "component_config_path": "a.ini"}]}
        """;

    assertThat(
            ((StepWork.Spark)
                    load("p.json", file.formatted(WithMain.class.getName())).steps().get(0).work())
                .mainClass())
        .isEqualTo(WithMain.class.getName());
    assertThat(load("p.json", file.formatted(Heir.class.getName()))).isNotNull();
    assertThat(problems(file.formatted(WithoutMain.class.getName())))
        .contains("has no public static void main(String[])");
    assertThat(problems(file.formatted(WithMain.class.getName() + "s"))).contains("did you mean");
    assertThat(problems(file.replace("\"main_class\": \"%s\",", ""))).contains("main class");
  }

  @Test
  void nativeStepsSayWhatTheyDo() {
    Pipeline pipeline =
        load(
            "p.yaml",
            """
            name: weather
            conf: {spark.a: 1}
            jar: app.jar
            env: {A: b}
            steps:
              - id: first
                class: %s
                args: [--limit, 3, "x y"]
                conf: {spark.b: true}
                resources: {driver_memory: 2g, executors: 3}
              - id: second
                command: [true]
                timeout: 5m
                retries: 2
                env: {C: d}
              - id: third
                script: main_multimno.py
                depends_on: []
                when: always
                inputs: "data/*.csv"
                outputs: [out]
            """
                .formatted(WithMain.class.getName())
                .replace("[true]", "[\"true\"]"));

    Step first = pipeline.steps().get(0);
    assertThat(((StepWork.Spark) first.work()).options())
        .containsExactly(
            "--driver-memory",
            "2g",
            "--num-executors",
            "3",
            "--conf",
            "spark.a=1",
            "--conf",
            "spark.b=true");
    assertThat(((StepWork.Spark) first.work()).arguments()).containsExactly("--limit", "3", "x y");
    Step second = pipeline.steps().get(1);
    assertThat(second.dependsOn()).containsExactly(new StepId("first"));
    assertThat(second.timeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(second.retries()).isEqualTo(2);
    assertThat(second.environment()).containsEntry("A", "b").containsEntry("C", "d");
    Step third = pipeline.steps().get(2);
    assertThat(third.dependsOn()).isEmpty();
    assertThat(third.condition()).isEqualTo(StepCondition.ALWAYS);
    assertThat(third.inputs()).containsExactly("data/*.csv");
  }

  @Test
  void everythingThatIsWrongWithStepsIsSaidAtOnceWithItsLine() {
    assertThat(
            problems(
                """
                nam: x
                steps:
                  - id: a
                    command: [no-such-program-here]
                  - id: a
                    command: ["true"]
                    jar: app.jar
                  - id: "b/c"
                    command: ["true"]
                  - id: d
                    class: org.Nothing
                    jar: app.jar
                    timout: 3s
                  - id: e
                    depends_on: [aa]
                    command: ["true"]
                    when: sometimes
                    retries: 99
                  - id: f
                """))
        .contains(":1: unknown key \"nam\" (did you mean name?)")
        .contains("there is no program \"no-such-program-here\" on PATH")
        .contains("the step a is there twice, first in line 3")
        .contains("is for steps on Spark")
        .contains(":8: id: \"b/c\"")
        .contains("there is no class org.Nothing")
        .contains("unknown key \"steps[3].timout\" (did you mean timeout?)")
        .contains("there is no step \"aa\" (known are a, e)")
        .contains("there is no condition \"sometimes\"")
        .contains("99 is not between 0 and 20")
        .contains("one of class, script and command, not none");
  }

  @Test
  void cycleIsNamed() {
    assertThat(
            problems(
                """
                steps:
                  - {id: a, command: ["true"], depends_on: [c]}
                  - {id: b, command: ["true"], depends_on: [a]}
                  - {id: c, command: ["true"], depends_on: [b]}
                  - {id: d, command: ["true"], depends_on: [d]}
                """))
        .contains("steps wait for each other: a → c → b → a");
  }

  @Test
  void stepsAreOrderedByWhatTheyWaitFor() {
    Pipeline pipeline =
        load(
            "p.yaml",
            """
            steps:
              - {id: late, command: ["true"], depends_on: [early]}
              - {id: early, command: ["true"], depends_on: []}
            """);

    assertThat(pipeline.steps())
        .extracting(step -> step.id().value())
        .containsExactly("early", "late");
  }

  @Test
  void tooManyStepsAndTooMuchTextAreRefused() {
    String many =
        IntStream.rangeClosed(1, 1001)
            .mapToObj(n -> "  - {id: s" + n + ", command: [\"true\"]}\n")
            .collect(Collectors.joining("", "steps:\n", ""));

    assertThat(problems(many)).contains("1 to 1000 steps, not 1001");
    assertThat(problems("[".repeat(10 << 20))).contains("larger than 1 MiB");
    assertThat(problems("[".repeat(1000))).isNotEmpty();
    assertThat(problems("{\"pipeline\": ")).isNotEmpty();
    assertThat(problems("steps: []")).contains("1 to 1000 steps, not 0");
    assertThat(problems("steps: yes")).contains("a list is expected");
  }

  @Test
  void variablesAndImportsAreWorkedOut() {
    write("base.json", "{\"general_config_path\": \"general.ini\", \"spark_submit_args\": []}");
    Path file =
        write(
            "p.json",
            """
            {"**base": "${config_path}/base.json", // what all have
             "variables": {"day": "monday"},
             "pipeline": [{"component_id": "${var:day}", "component_config_path": "a.ini"}]}
            """);

    Pipeline pipeline =
        PipelineFile.load(
                file,
                new PipelineRequest(
                    folder, null, null, false, Map.of("day", "friday"), SEARCH_PATH))
            .pipeline();

    assertThat(pipeline.steps().get(0).id()).isEqualTo(new StepId("friday"));
  }

  @Test
  void missingFileIsNotFound() {
    MusterException missing =
        catchThrowableOfType(
            MusterException.class, () -> PipelineFile.load(folder.resolve("no.json"), request()));

    assertThat(missing.kind()).isEqualTo(ErrorKind.NOT_FOUND);
  }

  private Pipeline load(String name, String text) {
    return PipelineFile.load(write(name, text), request()).pipeline();
  }

  private PipelineRequest request() {
    return new PipelineRequest(folder, null, null, false, Map.of(), SEARCH_PATH);
  }

  private String problems(String text) {
    return problems(write(text.startsWith("{") ? "wrong.json" : "wrong.yaml", text), request());
  }

  private static String problems(Path file, PipelineRequest request) {
    ProblemsException problems =
        catchThrowableOfType(ProblemsException.class, () -> PipelineFile.load(file, request));
    assertThat(problems).as("problems of " + file).isNotNull();
    assertThat(problems.kind()).isEqualTo(ErrorKind.CONFIGURATION);
    return List.copyOf(problems.problems()).stream()
        .map(String::valueOf)
        .collect(Collectors.joining("\n"));
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
