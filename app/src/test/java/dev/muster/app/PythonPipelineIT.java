package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** examples/weather-python, whose table is worked out here as well. */
@Timeout(600)
class PythonPipelineIT {

  private static final String WHERE =
      "import os, pyspark; print(os.path.dirname(pyspark.__file__))";

  @TempDir Path folder;

  private static String pyspark() throws Exception {
    Process asked = new ProcessBuilder("python3", "-c", WHERE).redirectErrorStream(true).start();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    boolean there = asked.waitFor(120, TimeUnit.SECONDS) && asked.exitValue() == 0;
    Assumptions.assumeTrue(
        there, "this machine has no PySpark: python3 -m pip install pyspark\n" + said);
    return said;
  }

  @ParameterizedTest
  @ValueSource(strings = {"--fresh", "--reuse-session"})
  void itsTableIsTheExpectedOne(String way) throws Exception {
    String home = pyspark();
    Path here = Projects.copy(Projects.example("weather-python"), folder.resolve("sample"));
    Path data =
        Projects.copy(Projects.example("demo").resolve("data"), folder.resolve("demo/data"));
    MusterRun run =
        new InProcess(folder.resolve("home"), here)
            .run("pipeline", "run", "pipeline.json", "--spark-home", home, way);
    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(here.resolve("work/months.csv")).content().isEqualTo(expected(data));
  }

  /** The sample is read and checked everywhere, whatever it would run on. */
  @Test
  void itIsWhole() throws IOException {
    Path here = Projects.copy(Projects.example("weather-python"), folder.resolve("sample"));
    MusterRun run =
        new InProcess(folder.resolve("home"), here).run("pipeline", "validate", "pipeline.json");
    assertThat(run.code()).as(run.toString()).isZero();
  }

  private static String expected(Path data) throws IOException {
    Map<String, List<Double>> months = new TreeMap<>();
    try (Stream<Path> files = Files.list(data)) {
      for (Path file :
          files.filter(each -> each.toString().matches(".*-20\\d\\d\\.csv")).toList()) {
        String station = file.getFileName().toString().replaceFirst("-\\d{4}\\.csv$", "");
        for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
          String[] cells = line.split(",", -1);
          months
              .computeIfAbsent(station + "," + cells[0].substring(0, 7), month -> new ArrayList<>())
              .add(Double.parseDouble(cells[2]));
        }
      }
    }
    StringBuilder text = new StringBuilder("station,month,days,temp_max\n");
    months.forEach(
        (month, warmest) ->
            text.append(month)
                .append(',')
                .append(warmest.size())
                .append(',')
                .append(warmest.stream().max(Double::compare).orElseThrow())
                .append('\n'));
    return text.toString();
  }
}
