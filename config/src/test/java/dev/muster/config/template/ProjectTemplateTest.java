package dev.muster.config.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.config.project.LoadedProject;
import dev.muster.config.project.ProjectLoader;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProjectTemplateTest {

  @TempDir Path temp;

  @ParameterizedTest
  @EnumSource(ProjectTemplate.class)
  void whatItWritesLoadsWithoutAWord(ProjectTemplate template) {
    Path folder = temp.resolve("new/first");
    assertThat(template.write(folder)).hasSize(5).allMatch(Files::isRegularFile);
    LoadedProject loaded = ProjectLoader.load(folder);
    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.project().name().value()).isEqualTo("first");
    assertThat(loaded.project().columns()).isEqualTo("^temp");
    assertThat(folder.resolve("muster.yaml"))
        .content()
        .startsWith("# yaml-language-server: $schema=project.schema.json\n");
    assertThat(folder.resolve("project.schema.json"))
        .hasContent(JsonSchemas.write(FileKind.PROJECT, false, true));
  }

  @Test
  void writesNothingWhenAFileIsInTheWay() throws Exception {
    Files.writeString(temp.resolve("entrypoint.py"), "mine");
    assertThatThrownBy(() -> ProjectTemplate.PYTHON.write(temp))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT))
        .hasMessageContaining("entrypoint.py");
    assertThat(temp.resolve("muster.yaml")).doesNotExist();
    assertThat(temp.resolve("entrypoint.py")).hasContent("mine");
  }

  @Test
  void theToolRuns() throws Exception {
    ProjectTemplate.COMMAND.write(temp);
    assertThat(run("./summary.sh", "data/north.csv", "temp_max", "2"))
        .isEqualTo("{\"count\": 5, \"mean\": 1.88}\n");
    assertThat(run("./summary.sh", "data/north.csv", "none", "2")).isEqualTo("no column none\n");
  }

  @Test
  void theFunctionRuns() throws Exception {
    ProjectTemplate.PYTHON.write(temp);
    String call =
        "import entrypoint, json; print(json.dumps(entrypoint.main(path='data/south.csv',"
            + " column='temp_min', unit='celsius', window=2)))";
    assertThat(run("python3", "-c", call))
        .isEqualTo(
            """
            5 values of temp_min
            {"unit": "celsius", "count": 5, "mean": 8.04, "highest_mean": 8.9}
            """);
  }

  private String run(String... argv) throws Exception {
    Process process =
        new ProcessBuilder(List.of(argv))
            .directory(temp.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }
}
