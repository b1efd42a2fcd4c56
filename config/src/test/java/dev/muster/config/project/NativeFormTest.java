package dev.muster.config.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Entrypoint.Command;
import dev.muster.model.Entrypoint.PythonFunction;
import dev.muster.model.Entrypoint.Signature;
import dev.muster.model.InputGlob;
import dev.muster.model.InputGlob.Syntax;
import dev.muster.model.Params;
import dev.muster.model.Project;
import dev.muster.model.ResultFile;
import dev.muster.model.ShippedFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeFormTest {

  @TempDir Path temp;
  private Folder folder;

  @BeforeEach
  void makeFolder() {
    folder = new Folder(temp.resolve("My Weather!"));
  }

  @Test
  void readsTheExampleOfTheManual() throws Exception {
    folder
        .write("entrypoint.py", "")
        .write(
            "muster.yaml",
            """
            name: weather
            inputs: data/*.csv            # one glob or a list; file:, s3://
            columns: "^temp"              # regex on the header; absent: one task per file
            entrypoint:
              python: entrypoint:main     # or  command: ["./tool", "{path}", "--column", "{column}"]
            params: {unit: celsius, window: {matrix: [7, 30]}}
            timeout: 5m
            retries: 2
            """);
    Project project = folder.project();
    assertThat(folder.warnings()).isEmpty();
    assertThat(project.name().value()).isEqualTo("weather");
    assertThat(project.form()).isEqualTo(Project.Form.NATIVE);
    assertThat(project.folder()).isEqualTo(folder.path()).isAbsolute();
    assertThat(project.inputs())
        .containsExactly(new InputGlob("file:" + folder.path() + "/", "data/*.csv", Syntax.PATH));
    assertThat(project.columns()).isEqualTo("^temp");
    assertThat(project.entrypoint())
        .isEqualTo(new PythonFunction("entrypoint", "main", Signature.KEYWORDS));
    assertThat(project.params())
        .containsExactly(
            new Params(Map.of("unit", "celsius", "window", 7L)),
            new Params(Map.of("unit", "celsius", "window", 30L)));
    assertThat(project.timeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(project.retries()).isEqualTo(2);
  }

  @Test
  void fillsInWhatIsNotSaid() throws Exception {
    Project project = folder.with("").project();
    assertThat(project.name().value()).isEqualTo("my-weather");
    assertThat(project.columns()).isNull();
    assertThat(project.params()).containsExactly(Params.NONE);
    assertThat(project.requirements()).isNull();
    assertThat(project.python()).isNull();
    assertThat(project.timeout()).isNull();
    assertThat(project.retries()).isEqualTo(2);
    assertThat(project.retryOn()).isEmpty();
    assertThat(project.maxTasksPerWorker()).isZero();
    assertThat(project.memoryLimit()).isZero();
    assertThat(project.repeat()).isEqualTo(1);
    assertThat(project.savedTo()).isNull();
    assertThat(project.fileName(ResultFile.RESULTS)).isEqualTo("results.csv");
  }

  @Test
  void readsEveryKey() throws Exception {
    folder
        .write("license/tool.lic", "x")
        .write("reqs.txt", "")
        .write("tool", "")
        .write(
            "muster.yaml",
            """
            name: all
            inputs: ["./data//*.csv", "file:more/**", "/abs/x*.csv", "file:///abs/y", "s3://my-bucket/p/**/*.csv"]
            entrypoint: {command: [awk, "{path}", 3, "{{x}}", "{params.mode}"], result: "out/{file}.json"}
            params: {mode: {matrix: [a, b]}, size: {matrix: [1, 2.5]}, deep: {k: [1, true]}, flag: yes}
            requirements: reqs.txt
            python: ./bin/python
            env: {THREADS: 1, DEBUG: true, EMPTY: }
            secrets: API_TOKEN
            files: [license/tool.lic, {source: tool, target: bin/tool}]
            timeout: 90
            retries: 0
            retry_on: [timeout, ValueError, socket.timeout]
            max_tasks_per_worker: 1_000
            memory: 512m
            repeat_number_per_round: 3
            saved_to: s3://my-bucket/out/
            filename: {saved_data: r.csv}
            """);
    Project project = folder.project();
    assertThat(project.inputs().stream().map(glob -> glob.root() + " " + glob.pattern()))
        .containsExactly(
            "file:" + folder.path() + "/ data/*.csv",
            "file:" + folder.path() + "/ more/**",
            "file:/ abs/x*.csv",
            "file:/ abs/y",
            "s3://my-bucket/ p/**/*.csv");
    assertThat(project.entrypoint())
        .isEqualTo(
            new Command(
                List.of("awk", "{path}", "3", "{{x}}", "{params.mode}"), "out/{file}.json"));
    assertThat(
            project.params().stream()
                .map(params -> params.values().get("mode") + "" + params.values().get("size")))
        .containsExactly("a1", "a2.5", "b1", "b2.5");
    assertThat(project.params().get(0).values())
        .containsEntry("deep", Map.of("k", List.of(1L, true)))
        .containsEntry("flag", true);
    assertThat(project.params().get(0).values().keySet())
        .containsExactly("mode", "size", "deep", "flag");
    assertThat(project.requirements()).isEqualTo(folder.path().resolve("reqs.txt"));
    assertThat(project.python()).isEqualTo(folder.path().resolve("bin/python").toString());
    assertThat(project.env())
        .containsExactly(
            Map.entry("THREADS", "1"), Map.entry("DEBUG", "true"), Map.entry("EMPTY", ""));
    assertThat(project.secrets()).containsExactly("API_TOKEN");
    assertThat(project.files())
        .containsExactly(
            new ShippedFile(folder.path().resolve("license/tool.lic"), "license/tool.lic"),
            new ShippedFile(folder.path().resolve("tool"), "bin/tool"));
    assertThat(project.timeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(project.retryOn())
        .containsExactlyInAnyOrder("timeout", "ValueError", "socket.timeout");
    assertThat(project.maxTasksPerWorker()).isEqualTo(1000);
    assertThat(project.memoryLimit()).isEqualTo(512L << 20);
    assertThat(project.repeat()).isEqualTo(3);
    assertThat(project.savedTo()).isEqualTo("s3://my-bucket/out");
    assertThat(project.fileName(ResultFile.RESULTS)).isEqualTo("r.csv");
  }

  @Test
  void findsRequirementsByThemselves() throws Exception {
    folder.with("").write("requirements.txt", "x\n");
    assertThat(folder.project().requirements())
        .isEqualTo(folder.path().resolve("requirements.txt"));
  }

  @Test
  void readsJson() throws Exception {
    folder.write(
        "muster.yaml", "{\"inputs\": [\"a\\u002a\"], \"entrypoint\": {\"command\": [\"true\"]}}");
    assertThat(folder.project().inputs().get(0).pattern()).isEqualTo("a*");
  }

  @Test
  void warnsOfWhatWorksButIsProbablyMeantOtherwise() throws Exception {
    folder.write(
        "muster.yaml",
        """
        inputs: "*.csv"
        entrypoint: {command: [cat, "{column}"]}
        env: {API_TOKEN: abc}
        """);
    assertThat(folder.warnings())
        .hasSize(2)
        .anySatisfy(warning -> assertThat(warning).contains(":2: ").contains("{column} is empty"))
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .contains(":3: ")
                    .contains("secrets: [API_TOKEN]")
                    .doesNotContain("abc"));
  }
}
