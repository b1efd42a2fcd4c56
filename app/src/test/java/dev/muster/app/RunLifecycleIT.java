package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows a run: go on, look back, delete; and what each says when it cannot be done. */
class RunLifecycleIT {

  private static final String TASK =
      """
      import os
      def main(i, path):
          print("hello", i)
          if i == 1 and not os.path.exists("repaired.txt"):
              raise ValueError("one is bad")
          return {"i": i, "text": open(path).read()}
      """;

  @TempDir Path folder;
  private InProcess muster;
  private Path project;

  @BeforeEach
  void project() {
    muster = new InProcess(folder.resolve("home"), folder);
    project =
        Projects.write(
            folder.resolve("p"),
            "muster.yaml",
            """
            name: p
            inputs: data/*.txt
            entrypoint: {python: task:main}
            params: {i: {matrix: [0, 1, 2, 3]}}
            """,
            ".musterignore",
            "repaired.txt\n",
            "task.py",
            TASK,
            "data/in.txt",
            "first");
  }

  @Test
  void failFastLeavesTheRestAndResumeGoesOn() throws IOException {
    MusterRun stopped = muster.run("map", "p", "-w", "1", "--fail-fast");
    assertThat(stopped.code()).isEqualTo(1);
    assertThat(stopped.out())
        .contains("1 succeeded, 1 failed, 2 unfinished", "go on", "runs resume", "--failed");
    assertThat(stopped.err()).contains("in.txt (i=1): ValueError: one is bad");
    assertThat(muster.run("runs", "show", "latest").out()).contains("runs resume");
    MusterRun resumed = muster.run("runs", "resume", "latest");
    assertThat(resumed.code()).as(resumed.err()).isEqualTo(1);
    assertThat(resumed.out()).contains("3 succeeded, 1 failed  in").doesNotContain("go on");
    MusterRun again = muster.run("runs", "resume", "latest");
    assertThat(again.code()).isEqualTo(75);
    assertThat(again.err()).contains("all its tasks ran", "muster map " + project);
    Files.createFile(project.resolve("repaired.txt"));
    assertThat(muster.run("map", "p").out()).contains("1 succeeded, 3 cached");
    MusterRun ended = muster.run("runs", "resume", "latest");
    assertThat(ended.code()).isEqualTo(75);
    assertThat(ended.err()).contains("all its tasks succeeded");
  }

  @Test
  void resumeIsRefusedWhenAnInputHasChanged() throws IOException {
    muster.run("map", "p", "-w", "1", "--fail-fast");
    Files.writeString(project.resolve("data/in.txt"), "other");
    MusterRun changed = muster.run("runs", "resume", "latest");
    assertThat(changed.code()).isEqualTo(75);
    assertThat(changed.err()).contains("data/in.txt has changed since run", "muster map");
    Files.delete(project.resolve("data/in.txt"));
    MusterRun gone = muster.run("runs", "resume", "latest");
    assertThat(gone.code()).isEqualTo(75);
    assertThat(gone.err()).contains("data/in.txt is gone since run");
    Files.writeString(project.resolve("data/in.txt"), "first");
    assertThat(muster.run("runs", "resume", "latest").out()).contains("3 succeeded");
  }

  @Test
  void resumeIsRefusedWhenTheCodeHasChanged() throws IOException {
    muster.run("map", "p", "-w", "1", "--fail-fast");
    Files.writeString(project.resolve("task.py"), TASK + "# changed\n");
    MusterRun run = muster.run("runs", "resume", "latest");
    assertThat(run.code()).isEqualTo(75);
    assertThat(run.err()).contains("the code of project p has changed", "muster map " + project);
  }

  @Test
  void cachedTasksOutliveTheRunTheyCameFrom() throws IOException {
    Files.createFile(project.resolve("repaired.txt"));
    muster.run("map", "p");
    String first = muster.run("runs", "list", "--json").json().get(0).get("run").toString();
    assertThat(muster.run("map", "p").out()).contains("4 cached");
    assertThat(muster.run("runs", "logs", "latest").out()).contains("hello 0", "hello 3");
    assertThat(Files.readString(project.resolve("results/latest/logs.csv")))
        .contains(",../" + first + "/logs/000/000000.log,");
    assertThat(muster.run("runs", "delete", first).code()).as("not without --yes").isEqualTo(64);
    assertThat(muster.run("runs", "delete", first, "--yes").code()).isZero();
    MusterRun logs = muster.run("runs", "logs", "latest");
    assertThat(logs.code()).as(logs.err()).isZero();
    assertThat(logs.out()).contains("its log went with run " + first);
    assertThat(muster.run("runs", "logs", "latest", "--json").json()).hasSize(4);
    assertThat(muster.run("runs", "report", "latest").code()).isZero();
    assertThat(Files.readAllLines(project.resolve("results/latest/results.csv"))).hasSize(5);
    assertThat(muster.run("map", "p").out()).contains("4 cached");
  }

  @Test
  void logsOfACacheHitOfACopyAreFoundWhereTheyAre() {
    muster.run("map", "p");
    Projects.copy(project, folder.resolve("elsewhere"));
    assertThat(muster.run("map", "elsewhere").out()).contains("3 cached");
    MusterRun logs = muster.run("runs", "logs", "latest");
    assertThat(logs.out()).contains("hello 0", "hello 2").doesNotContain("went with");
  }

  @Test
  void projectBehindALinkIsTheSameProject() throws IOException {
    Files.createFile(project.resolve("repaired.txt"));
    muster.run("map", "p");
    Files.createSymbolicLink(folder.resolve("link"), project);
    Files.createSymbolicLink(project.resolve("loop"), project);
    Files.createSymbolicLink(project.resolve("nowhere"), folder.resolve("not there"));
    MusterRun run = muster.run("map", "link");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("4 cached");
    assertThat(muster.run("map", "validate", "link").code()).isZero();
  }
}
