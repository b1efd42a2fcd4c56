package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, of the state or of the results: it is said, and nothing is lost. */
class FullDiskIT {

  private static final int TASKS = 80;

  @TempDir Path folder;
  private Path disk;

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      assertThat(run("umount", "-l", disk.toString())).isTrue();
    }
  }

  @Test
  void ofTheLedger() throws Exception {
    losesNothing(mount("3m"), folder, 60_000);
  }

  @Test
  void ofLargeResults() throws Exception {
    losesNothing(mount("8m"), folder, 1 << 20);
  }

  @Test
  void ofTheResultsFolder() throws Exception {
    losesNothing(folder, mount("600k"), 40_000);
  }

  /** A step that fills its disk fails; the run is whole, and goes on when there is room. */
  @Test
  void ofAStep() throws Exception {
    Path place = mount("2m");
    Files.writeString(
        place.resolve("p.yaml"),
        """
        steps:
          - {id: one, command: [sh, -c, "echo one >>../done"]}
          - {id: fills, command: [sh, -c, "cp /bin/sh more && cat ../large >large && echo fills >>../done"]}
          - {id: three, command: [sh, -c, "echo three >>../done"]}
        """);
    Files.write(folder.resolve("large"), new byte[4 << 20]);
    InProcess muster = new InProcess(folder.resolve("home"), folder);
    MusterRun full = muster.run("pipeline", "run", place.resolve("p.yaml"));
    assertThat(full.code()).as(full.toString()).isEqualTo(1);
    assertThat(full.out()).contains("fills: exit code 1: the disk is full");
    assertThat(full.err()).contains("no report: ").doesNotContain("\tat ");
    assertThat(folder.resolve("done")).hasContent("one");
    remount("50m");
    MusterRun again = muster.run("pipeline", "run", "--resume", "latest");
    assertThat(again.code()).as(again.toString()).isZero();
    assertThat(Files.readAllLines(folder.resolve("done"))).containsExactly("one", "fills", "three");
    assertThat(place.resolve("results/latest/report.html")).exists();
  }

  /** Nothing can be written at all: no step begins. */
  @Test
  void beforeAPipeline() throws Exception {
    Path place = mount("1m");
    Files.writeString(
        place.resolve("p.yaml"), "steps: [{id: a, command: [touch, " + folder + "/done]}]");
    assertThat(run("sh", "-c", "cat /dev/zero >" + place.resolve("filler"))).isFalse();
    InProcess muster = new InProcess(folder.resolve("home"), folder);
    MusterRun full = muster.run("pipeline", "run", place.resolve("p.yaml"));
    assertThat(full.code()).as(full.toString()).isEqualTo(75);
    assertThat(full.err())
        .containsAnyOf("the disk is full", "No space left on device")
        .contains("try: ")
        .doesNotContain("Exception", "\tat ");
    assertThat(folder.resolve("done")).doesNotExist();
  }

  private void losesNothing(Path home, Path place, int resultSize) throws IOException {
    String numbers =
        IntStream.range(0, TASKS).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    Path project =
        Projects.write(
            place.resolve("p"),
            "muster.yaml",
            "name: p\ninputs: in.txt\nentrypoint: {python: task:main}\nparams: {i: {matrix: ["
                + numbers
                + "]}}\n",
            "task.py",
            "import random\n"
                + "def main(i):\n    return {'x': '%x' % random.getrandbits(4 * "
                + resultSize
                + ")}\n",
            "in.txt",
            "x");
    InProcess muster = new InProcess(home.resolve("home"), folder);
    MusterRun full = muster.run("map", project, "-w", "2");
    assertThat(full.code()).as(full.err()).isEqualTo(75);
    assertThat(full.err())
        .containsAnyOf("the disk is full", "No space left on device")
        .contains("try: ")
        .doesNotContain("Exception", "\tat ");
    assertThat(muster.run("runs", "list").out()).contains("interrupted");
    remount("500m");
    MusterRun again = muster.run("runs", "resume", "latest");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains(TASKS + " succeeded  in");
    List<String> rows = Files.readAllLines(project.resolve("results/latest/results.csv"));
    assertThat(rows.stream().skip(1).map(row -> row.split(",", 4)[2]).distinct()).hasSize(TASKS);
    assertThat(rows).hasSize(TASKS + 1);
    assertThat(muster.run("map", project).out()).contains(TASKS + " cached");
  }

  private Path mount(String size) throws Exception {
    Path point = Files.createDirectory(folder.resolve("disk"));
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", point.toString()),
        "a small disk cannot be mounted: run as root on Linux");
    disk = point;
    return point;
  }

  private void remount(String size) {
    try {
      assertThat(run("mount", "-o", "remount,size=" + size, disk.toString())).isTrue();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
