package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chains on the command line. */
class ChainIT {

  private static final String GO =
      """
      #!/bin/sh
      echo "hello $1 $2"
      [ "$1" != fail ] || [ "$(cat "$2")" != b ] || exit 3
      mkdir -p ../second/data && cp "$2" ../second/data/
      echo '{"x": 1}'
      """;

  @TempDir Path folder;

  @BeforeEach
  void makeProjects() throws IOException {
    for (String project : List.of("first", "second")) {
      write(project + "/go.sh", GO);
      Files.setPosixFilePermissions(
          folder.resolve(project + "/go.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
      write(
          project + "/muster.yaml",
          "name: "
              + project
              + "\ninputs: data/*.txt\nretries: 0\nvariables: {who: me}\n"
              + "entrypoint: {command: [./go.sh, '${var:who}', '{path}']}\n");
    }
    for (String input : List.of("a", "b", "c")) {
      write("first/data/" + input + ".txt", input);
    }
  }

  @Test
  void runsElementsInOrderAndTellsWhatBecameOfThem() throws IOException {
    write(
        "chain.json",
        """
        [ // the second reads what the first has written
          {"pipeline_config": {"project": "first", "test_subset": ["data/b.txt", 2], "debug": true}},
          {"pipeline_config": {"project": "second", "raise_on_failure": "${var:raise}",
              "project_variables": {"who": "fail"}, "variables": {"raise": false}},
            "pipeline_resources": {"workers": "${var:workers}"}},
          {"pipeline_config": {"project": "first", "skip_existing": true}},
        ]
        """);

    MusterRun run = muster().run("chain", "run", "chain.json", "-v", "workers:2");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("hello me " + folder.toRealPath() + "/first/data/b.txt");
    assertThat(run.out()).doesNotContain("hello me " + folder.toRealPath() + "/first/data/a.txt");
    Path results = folder.resolve("second/results/latest");
    assertThat(Json.parse(Files.readString(results.resolve("finished.json"))))
        .isEqualTo(List.of("data/c.txt"));
    assertThat(Json.parse(Files.readString(results.resolve("failed.json"))))
        .isEqualTo(List.of("data/b.txt"));
    assertThat(Files.readString(results.resolve("pipeline-report.json")))
        .contains("\"config_parameters\":{\"project\":\"second\"", "\"state\":\"FAILED\"");
    Path last = folder.resolve("first/results/latest/finished.json");
    assertThat(Json.parse(Files.readString(last))).isEqualTo(List.of("data/a.txt"));

    MusterRun again =
        muster().run("chain", "run", "chain.json", "-v", "workers:2", "-v", "raise:true", "--json");

    assertThat(again.code()).isEqualTo(1);
    assertThat(again.json())
        .last()
        .asString()
        .contains("state=FAILED, exit_code=1", "state=PENDING");
    MusterRun one =
        muster().run("chain", "run", "chain.json", "-v", "workers:1", "-t", "data/c.txt", "--json");
    assertThat(one.code()).isZero();
    assertThat(one.json()).last().asString().contains("reason=nothing to do");
  }

  @Test
  void checksEverythingBeforeAnythingRuns() throws IOException {
    write(
        "second/muster.yaml", "name: second\ninputs: x\nentrypoint: {command: [a]}\nretires: 1\n");
    write(
        "chain.json",
        """
        [{"pipeline_config": {"project": "first"}},
        {"pipeline_config": {"project": "second"}},
        {"pipeline_config": {"project": "third"}}]
        """);
    write(
        "wrong.yaml",
        """
        - pipeline_config: {project: first, rounds: 0, skip_exsiting: true}
        - pipeline_config: {debug: true, cluster: lab}
          pipeline_resources: {workers: many}
        - pipeline_config: {project: first, number: 1, files: [a], project_variables: 7}
        """);

    MusterRun projects = muster().run("chain", "run", "chain.json");
    assertThat(projects.code()).isEqualTo(78);
    assertThat(projects.err())
        .contains("second/muster.yaml:4: unknown key \"retires\"")
        .contains("element 2: there is no project folder");
    assertThat(folder.resolve("first/results")).doesNotExist();
    MusterRun keys = muster().run("chain", "validate", "wrong.yaml");
    assertThat(keys.code()).isEqualTo(78);
    assertThat(keys.err())
        .contains("wrong.yaml:1: element 0: rounds: 0 is not between 1 and 1000")
        .contains("did you mean skip_existing?")
        .contains("wrong.yaml:2: the key element 1: project is missing")
        .contains("debug is for this machine")
        .contains("wrong.yaml:3: element 1: pipeline_resources.workers")
        .contains("wrong.yaml:4: element 2: number and files exclude each other")
        .contains("a mapping is expected, not the number \"7\"");
    write("one.yaml", "project: first\n");
    assertThat(muster().run("chain", "validate", "one.yaml", "--json").json())
        .singleElement()
        .asString()
        .contains("valid=true");
    MusterRun missing = muster().run("chain", "run", "one.yaml", "-t", "3", "-t", "data/x.txt");
    assertThat(missing.code()).isEqualTo(65);
    assertThat(missing.err()).contains("names input 3", "names input data/x.txt");
    write("empty.json", "[]");
    assertThat(muster().run("chain", "run", "empty.json").code()).isEqualTo(78);
    assertThat(muster().run("chain", "run").code()).isEqualTo(64);
    assertThat(muster().run("chain", "run", "one.yaml", "--dry-run").code()).isZero();
    assertThat(folder.resolve("first/results")).doesNotExist();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private InProcess muster() {
    return new InProcess(folder.resolve("home"), folder);
  }
}
