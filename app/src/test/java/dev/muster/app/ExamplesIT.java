package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every project in examples/ runs as its README says. */
class ExamplesIT {

  @TempDir Path folder;
  private InProcess muster;

  @BeforeEach
  void muster() {
    muster = new InProcess(folder.resolve("home"), folder);
  }

  @Test
  void demo() throws IOException {
    Projects.copy(Projects.example("demo"), folder.resolve("demo"));
    MusterRun run = muster.run("map", "demo", "-n", "4");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(folder.resolve("demo/results/latest/report.html")).isNotEmptyFile();
  }

  @Test
  void wordcountCommand() throws IOException {
    Projects.copy(Projects.example("wordcount-command"), folder.resolve("words"));
    MusterRun run = muster.run("map", "words");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readAllLines(folder.resolve("words/results/latest/results.csv"))).hasSize(11);
  }

  @Test
  void license() throws IOException {
    Projects.copy(Projects.example("license"), folder.resolve("license"));
    MusterRun run = muster.run("map", "license");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readAllLines(folder.resolve("license/results/latest/results.csv"))).hasSize(3);
    try (var left = Files.walk(folder.resolve("home/tmp"))) {
      assertThat(left.filter(Files::isRegularFile)).as("shipped files are removed").isEmpty();
    }
  }

  @Test
  void headers() throws IOException {
    Projects.copy(Projects.example("headers"), folder.resolve("headers"));
    MusterRun run = muster.run("map", "headers");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("8 tasks");
  }

  @Test
  void requirements() throws Exception {
    Path project = Projects.copy(Projects.example("requirements"), folder.resolve("requirements"));
    Projects.python(project, "build_wheel.py");
    MusterRun run = muster.run("map", "requirements", "--offline");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readAllLines(project.resolve("results/latest/results.csv"))).hasSize(3);
  }

  @Test
  void matrixOnLocalFiles() throws Exception {
    Path made = folder.resolve("made");
    Projects.python(Projects.example("matrix"), "make_local.py", made.toString());
    Path project = made.resolve("project");
    MusterRun none = muster.run("map", project);
    assertThat(none.code()).isEqualTo(64);
    assertThat(none.err()).contains("-n 0");
    MusterRun run = muster.run("map", project, "-n", "0");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("9 tasks");
    assertThat(project.resolve("results/latest/runtime.png")).isNotEmptyFile();
  }
}
