package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** examples/weather-pipeline, whose tables another program has worked out too. */
@Timeout(900)
class WeatherPipelineIT {

  @TempDir Path folder;
  private Path sample;
  private Path here;
  private InProcess muster;

  @BeforeEach
  void copy() throws IOException {
    sample = Path.of(System.getProperty("muster.root"), "examples", "weather-pipeline");
    assertThat(sample.resolve("target/weather.jar")).as("made before these tests").isRegularFile();
    here = folder.resolve("sample");
    Projects.copy(sample.resolve("config"), here.resolve("config"));
    Files.createDirectories(here.resolve("target"));
    for (String file : List.of("pipeline.yaml", "pipeline.json", "target/weather.jar")) {
      Files.copy(sample.resolve(file), here.resolve(file));
    }
    Projects.copy(Projects.example("demo").resolve("data"), folder.resolve("demo/data"));
    muster = new InProcess(folder.resolve("home"), here).with("MUSTER_SPARK_ARCHIVE", "off");
  }

  private MusterRun run(String file, String... more) {
    List<Object> words =
        new ArrayList<>(List.of("pipeline", "run", file, "--spark-home", SparkJars.of("3.5")));
    words.addAll(List.of(more));
    return muster.run(words.toArray());
  }

  private void tablesAreTheExpectedOnes() {
    for (String table : List.of("months", "extremes")) {
      assertThat(here.resolve("work/exports").resolve(table).resolve("part-00000"))
          .hasSameBinaryContentAs(sample.resolve("expected").resolve(table + ".csv"));
    }
  }

  @Test
  void inOneWarmDriverItsTablesAreTheExpectedOnes() throws IOException {
    MusterRun run = run("pipeline.yaml", "--reuse-session", "--master", "local[2]");
    assertThat(run.code()).as(run.toString()).isZero();
    tablesAreTheExpectedOnes();
    Path results = here.resolve("results/latest");
    assertThat(results.resolve("session-1")).isDirectory();
    assertThat(results.resolve("session-2")).as("one driver for all steps").doesNotExist();
    assertThat(results.resolve("report.html"))
        .content()
        .contains("spark-session class", ">local-", "Shuffle read / written")
        .doesNotContain("What failed");
    Path strict = here.resolve("config/quality_warnings.ini");
    Files.writeString(strict, Files.readString(here.resolve("config/quality_warnings_strict.ini")));
    MusterRun warned = run("pipeline.json", "--reuse-session");
    assertThat(warned.code()).as(warned.toString()).isEqualTo(2);
  }

  @Test
  @Tag("long")
  void submittedOneByOneItsTablesAreTheSame() {
    MusterRun run = run("pipeline.json");
    assertThat(run.code()).as(run.toString()).isZero();
    tablesAreTheExpectedOnes();
  }
}
