package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Json;
import dev.muster.testkit.s3.GeneratedBucket;
import dev.muster.testkit.s3.Operation;
import dev.muster.testkit.s3.ScriptedS3;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan of a million tasks on a bucket of a hundred thousand keys, in a small heap. */
@Tag("long")
class ManyKeysIT {

  private static final int KEYS = 100_000;
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  @TempDir Path folder;

  @Test
  void plansAMillionTasksInASmallHeap() throws Exception {
    Path project =
        Projects.write(
            folder.resolve("project"),
            "muster.yaml",
            """
            name: many
            inputs: s3://many/data/**/*.csv
            columns: temp
            entrypoint: {python: "entrypoint:main"}
            params: {window: {matrix: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}}
            """,
            "entrypoint.py",
            "def main(path, window):\n    return {}\n");
    byte[] content = "time,temp\n1,2\n".getBytes(StandardCharsets.UTF_8);
    try (ScriptedS3 s3 = ScriptedS3.start()) {
      s3.add(
          "many", new GeneratedBucket(KEYS, "data/%06d/of/a/station.csv"::formatted, k -> content));
      plan(s3, project, "first, with all headers");
      int headers = s3.requests(Operation.GET).size();
      assertThat(headers).isEqualTo(KEYS);
      plan(s3, project, "again");
      assertThat(s3.requests(Operation.GET)).as("headers are remembered").hasSize(headers);
    }
  }

  private void plan(ScriptedS3 s3, Path project, String name) throws Exception {
    long start = System.nanoTime();
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.muster.app.Main",
            "map",
            project.toString(),
            "--dry-run",
            "--json");
    builder.environment().putAll(s3.variables());
    builder.environment().put("MUSTER_HOME", folder.resolve("home").toString());
    Path output = folder.resolve("output");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    long peak = 0;
    try {
      while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
        peak = Math.max(peak, peak(process));
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MINUTES.toNanos(10));
      }
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(output);
    assertThat(process.exitValue()).as(lines.toString()).isZero();
    System.out.printf(
        "ManyKeysIT %s: %.1f s, peak RSS %d MB%n",
        name, (System.nanoTime() - start) / 1e9, peak >> 10);
    assertThat(Json.parseObject(lines.get(0))).containsEntry("tasks", 10L * KEYS);
    assertThat(peak >> 10).as("peak RSS in MB, heap and all").isLessThan(800);
  }

  /** Resident memory at its highest so far, in kB; 0 where the system does not tell. */
  private static long peak(Process process) {
    try {
      Matcher peak =
          PEAK.matcher(Files.readString(Path.of("/proc", Long.toString(process.pid()), "status")));
      return peak.find() ? Long.parseLong(peak.group(1)) : 0;
    } catch (IOException ended) {
      return 0;
    }
  }
}
