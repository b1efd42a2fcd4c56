package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Wrong pipelines and wrong words: the right error before step 1, and nothing has run. */
@Timeout(300)
class PipelineBadInputIT {

  private static final int INPUT = 65;
  private static final int USAGE = 64;
  private static final int CONFIGURATION = 78;

  @TempDir Path folder;
  private InProcess muster;

  @BeforeEach
  void makeMuster() throws IOException {
    muster = new InProcess(folder.resolve("home"), folder);
    Files.writeString(folder.resolve("good.yaml"), "steps: [{id: a, command: [touch, started]}]");
  }

  @Test
  void noFileIsNotFound() {
    expect(INPUT, "there is no pipeline file", "pipeline", "run", "none.json");
    expect(INPUT, "there is no run", "pipeline", "show", "none");
    expect(INPUT, "there is no run", "pipeline", "run", "--resume", "none");
    expect(INPUT, "never run", "pipeline", "show", "good.yaml");
  }

  @Test
  void whatIsNoPipelineIsBadConfiguration() throws IOException {
    wrong("{\"pipeline\": [", "json");
    wrong("[".repeat(10 << 20), "json");
    wrong("", "yaml");
    wrong("steps: [{id: a, command: [\"true\"]}, {id: a, command: [\"true\"]}]", "yaml");
    wrong(
        "steps: [{id: a, command: [\"true\"], depends_on: [b]},"
            + " {id: b, command: [\"true\"], depends_on: [a]}]",
        "yaml");
    wrong("steps: [{id: a, class: x.Y, jar: none.jar}]", "yaml");
    wrong("steps: [{id: a, comand: [\"true\"]}]", "yaml");
    wrong("[{\"pipeline\": \"good.yaml\"}]", "json");
    Path jar = jar();
    wrong("steps: [{id: a, class: no.Such, jar: " + jar + "}]", "yaml");
    wrong("steps: [{id: a, class: " + InProcess.class.getName() + ", jar: " + jar + "}]", "yaml");
    wrong("steps: [{id: a, script: good.yaml, conf: {spark.x: \"1\\n2\"}}]", "yaml");
    wrong("steps: [{id: a, command: [no-such-program]}]", "yaml");
    wrong("steps: [{id: ../a, command: [\"true\"]}]", "yaml");
    wrong(
        "{\"general_config_path\": \"none.ini\", \"pipeline\": [{\"component_id\": \"A\","
            + " \"component_config_path\": \"none.ini\"}]}",
        "json");
  }

  /** A jar with a class that has no main. */
  private Path jar() throws IOException {
    Path jar = folder.resolve("app.jar");
    String name = InProcess.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream in = InProcess.class.getClassLoader().getResourceAsStream(name)) {
      out.putNextEntry(new JarEntry(name));
      in.transferTo(out);
    }
    return jar;
  }

  @Test
  void wrongComponentsAreSaidAllAtOnce() throws IOException {
    Files.writeString(folder.resolve("general.ini"), "[A]\nx = 1\nx = 2\n");
    Files.writeString(
        folder.resolve("wrong.json"),
        """
        {"general_config_path": "general.ini", "entrypoint": "app.jar",
         "main_class": "no.Such",
         "spark_submit_args": ["--master=local[1]", "--conf", "spark.x=1\\n2"],
         "pipeline": [{"component_id": "A", "component_config_path": "none.ini"}]}
        """);
    var unused = jar();

    MusterRun run = muster.run("pipeline", "run", "wrong.json");

    assertThat(run.code()).as(run.toString()).isEqualTo(CONFIGURATION);
    assertThat(run.err()).contains("has a line break", "none.ini", "general.ini:3", "no.Such");
    assertThat(folder.resolve("results")).doesNotExist();
  }

  private void wrong(String text, String ending) throws IOException {
    Files.writeString(folder.resolve("wrong." + ending), text);
    for (String command : new String[] {"validate", "plan", "run"}) {
      MusterRun run = muster.run("pipeline", command, "wrong." + ending);
      assertThat(run.code()).as(command + ": " + run).isEqualTo(CONFIGURATION);
      assertThat(run.err()).contains("wrong." + ending);
    }
    assertThat(folder.resolve("results")).doesNotExist();
  }

  @Test
  void wrongWordsAreUsage() {
    expect(USAGE, "name the pipeline file", "pipeline", "run");
    expect(USAGE, "--parallel takes", "pipeline", "run", "good.yaml", "--parallel", "0");
    expect(USAGE, "--set takes", "pipeline", "run", "good.yaml", "--set", "x");
    expect(USAGE, "--engine takes", "pipeline", "run", "good.yaml", "--engine", "mesos");
    expect(
        USAGE,
        "has no --master",
        "pipeline",
        "run",
        "good.yaml",
        "--engine",
        "yarn",
        "--master",
        "local");
    expect(
        USAGE,
        "--cluster says which master and Spark are used",
        "pipeline",
        "run",
        "good.yaml",
        "-c",
        "x",
        "--master",
        "local");
    expect(USAGE, "--log-interval takes", "pipeline", "run", "good.yaml", "--log-interval", "0");
    expect(USAGE, "leave it out", "pipeline", "run", "good.yaml", "--resume", "latest");
    expect(USAGE, "name a run", "pipeline", "cancel");
    expect(INPUT, "there is no run", "pipeline", "cancel", "none");
    expect(USAGE, "subcommand", "pipeline");
  }

  @Test
  void unknownStepsAndClustersAreFoundBeforeAnythingStarts() {
    expect(INPUT, "there is no step b", "pipeline", "run", "good.yaml", "--from", "b");
    expect(INPUT, "there is no step b", "pipeline", "run", "good.yaml", "--only", "b");
    expect(INPUT, "there is no cluster lab", "pipeline", "run", "good.yaml", "--cluster", "lab");
  }

  @Test
  void aSparkThatIsNotThereIsFoundBeforeAnythingStarts() throws IOException {
    Files.writeString(folder.resolve("app.py"), "print()\n");
    Files.writeString(
        folder.resolve("spark.yaml"),
        "steps: [{id: a, command: [touch, started]}, {id: b, script: app.py}]");

    MusterRun run =
        muster.run("pipeline", "run", "spark.yaml", "--spark-home", folder.resolve("nowhere"));

    assertThat(run.code()).as(run.toString()).isEqualTo(69);
    assertThat(run.err()).contains("no Spark is in");
    assertThat(folder.resolve("started")).doesNotExist();
  }

  private void expect(int code, String said, Object... words) {
    MusterRun run = muster.run(words);
    assertThat(run.code()).as(run.toString()).isEqualTo(code);
    assertThat(run.err()).contains(said);
    assertThat(folder.resolve("started")).doesNotExist();
  }
}
