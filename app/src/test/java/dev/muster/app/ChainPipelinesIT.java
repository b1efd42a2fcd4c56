package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Chains of pipelines and map runs, and what the ledger keeps of them. */
@Timeout(300)
class ChainPipelinesIT {

  private static final String PROJECT =
      """
      name: index
      inputs: data/*.txt
      retries: 0
      entrypoint: {command: [sh, go.sh, "{path}"]}
      """;

  private static final String PIPELINE =
      """
      steps:
        - {id: make, command: [sh, -c, 'mkdir -p index/data && echo "${var:day}" >index/data/$0.txt', "${var:day}"]}
        - {id: check, command: [sh, check.sh]}
        - {id: tell, command: [sh, -c, "echo told"]}
      variables: {day: monday}
      """;

  @TempDir Path folder;

  @BeforeEach
  void makeElements() throws IOException {
    write("index/muster.yaml", PROJECT);
    write("index/go.sh", "echo \"$1\" >>../mapped\n[ ! -e ../bad ] || exit 4\necho '{\"x\": 1}'\n");
    write("p/daily.yaml", PIPELINE);
    write("p/check.sh", "exit $(cat code 2>/dev/null || echo 0)\n");
    // Steps work in the folder of the pipeline; the project lies beside it.
    Files.createSymbolicLink(folder.resolve("p/index"), folder.resolve("index"));
    write(
        "chain.yaml",
        """
        - pipeline_config: {pipeline: p/daily.yaml, pipeline_variables: {day: "${var:day}"}, variables: {day: tuesday}}
          pipeline_resources: {workers: 2}
        - pipeline_config: {project: index}
        """);
  }

  @Test
  void aPipelineMakesWhatAMapReadsAndTheLedgerKnowsBoth() throws IOException {
    MusterRun run = muster().run("chain", "run", "chain.yaml", "--json");

    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(lines("mapped")).singleElement().asString().endsWith("index/data/tuesday.txt");
    Map<String, Object> shown = one("chain", "show", "latest", "--json");
    assertThat(shown).containsEntry("state", "COMPLETED").containsEntry("exit_code", 0L);
    assertThat(shown.get("elements").toString())
        .contains("kind=pipeline", "kind=map", "state=COMPLETED")
        .doesNotContain("PENDING", "run=null");
    Map<String, Object> listed = one("chain", "list", "--json");
    assertThat(listed).containsEntry("elements", 2L).containsEntry("done", 2L);
    Map<String, Object> pipeline = one("pipeline", "list", "--json");
    Path results = Path.of(String.valueOf(pipeline.get("results")));
    assertThat(Json.parse(Files.readString(results.resolve("finished.json"))))
        .isEqualTo(List.of("make", "check", "tell"));
    assertThat(Files.readString(results.resolve("pipeline-report.json")))
        .contains("\"pipeline\":\"p/daily.yaml\"", "\"exit_code\":0");

    MusterRun again = muster().run("chain", "run", "--resume", "latest");
    assertThat(again.code()).isEqualTo(75);
    assertThat(again.err()).contains("nothing is left to do");
    MusterRun over = muster().run("chain", "run", "chain.yaml", "-v", "day:friday");
    assertThat(over.code()).as(over.toString()).isZero();
    assertThat(folder.resolve("index/data/friday.txt")).exists();
  }

  @Test
  void aFailureEndsTheChainIsExplainedAndResumedWhereItFailed() throws IOException {
    write("p/code", "2");
    MusterRun warned = muster().run("chain", "run", "chain.yaml");
    assertThat(warned.code()).as(warned.toString()).isEqualTo(2);
    assertThat(warned.out()).contains("critical quality warnings", "muster chain run --resume");
    assertThat(folder.resolve("mapped")).doesNotExist();

    write("p/code", "0");
    write("bad", "");
    MusterRun failed = muster().run("chain", "run", "--resume", "latest");
    assertThat(failed.code()).as(failed.toString()).isEqualTo(1);
    assertThat(failed.out()).contains("1 task of 1 failed");
    Files.delete(folder.resolve("bad"));
    MusterRun repaired = muster().run("chain", "run", "--resume", "chain.yaml");

    assertThat(repaired.code()).as(repaired.toString()).isZero();
    assertThat(one("pipeline", "show", "latest", "--json").get("steps").toString())
        .as("what was done is not done again")
        .contains("step=make, number=1, kind=command, state=COMPLETED, reason=null, attempts=1")
        .contains("step=check, number=2, kind=command, state=COMPLETED, reason=null, attempts=2");
    assertThat(muster().run("pipeline", "list", "--json").json()).hasSize(1);
  }

  @Test
  void whatMayFailDoesNotEndItAndIsNotRepeated() throws IOException {
    write("p/code", "7");
    write("bad", "");
    write(
        "may.yaml",
        """
        - pipeline_config: {pipeline: p/daily.yaml, raise_on_failure: false}
        - {project: index, debug: true}
        """);
    MusterRun first = muster().run("chain", "run", "may.yaml");
    assertThat(first.code()).as(first.toString()).isEqualTo(1);
    assertThat(first.err()).contains("element 1 of the chain is a bare configuration");
    Files.delete(folder.resolve("bad"));
    write("p/code", "0");

    MusterRun again = muster().run("chain", "run", "--resume", "latest");

    assertThat(again.code()).as(again.toString()).isZero();
    assertThat(one("chain", "show", "latest", "--json").get("elements").toString())
        .contains("kind=pipeline")
        .contains("state=FAILED")
        .contains("state=COMPLETED");
  }

  @Test
  void aSubsetOfStepsAndWhatIsThereAlready() throws IOException {
    write("one.json", "{\"pipeline\": \"p/daily.yaml\", \"skip_existing\": true, \"debug\": true}");

    MusterRun first = muster().run("chain", "run", "one.json", "-t", "make", "-t", "2");
    assertThat(first.code()).as(first.toString()).isZero();
    assertThat(first.out()).contains("step tell", "told").doesNotContain("step check");
    assertThat(folder.resolve("index/data/monday.txt")).exists();
    MusterRun rest = muster().run("chain", "run", "one.json", "--json");
    assertThat(rest.code()).as(rest.toString()).isZero();
    assertThat(one("pipeline", "show", "latest", "--json").get("steps").toString())
        .contains("state=SKIPPED, reason=it was done once", "step=check, number=2");
    MusterRun none = muster().run("chain", "run", "one.json", "--json");
    assertThat(none.code()).isZero();
    assertThat(none.json()).last().asString().contains("SKIPPED", "nothing to do", "left_out=3");
  }

  @Test
  void wrongNamesAndFilesAreFoundBeforeAnythingStarts() throws IOException {
    write("index/data/old.txt", "old");
    write(
        "wrong.yaml",
        """
        - pipeline_config: {pipeline: p/daily.yaml, test_subset: [make, teh, 3], from: chek}
        - pipeline_config: {pipeline: p/none.yaml, cluster: lab, master: "local[2]"}
        - pipeline_config: {pipeline: p/daily.yaml, project: index}
        - pipeline_config: {pipeline: p/daily.yaml, rounds: 2}
        - pipeline_config: {pipeline: p/none.yaml, cluster: lab, master: yarn}
        """);
    MusterRun keys = muster().run("chain", "run", "wrong.yaml");
    assertThat(keys.code()).as(keys.toString()).isEqualTo(78);
    assertThat(keys.err())
        .contains("wrong.yaml:2: element 1: master does not go with cluster")
        .contains("wrong.yaml:3: element 2: project and pipeline exclude each other")
        .contains("wrong.yaml:4: unknown key \"element 3: rounds\"")
        .as("a master that goes with a cluster")
        .doesNotContain("wrong.yaml:5");
    write(
        "names.yaml",
        """
        - pipeline_config: {pipeline: p/daily.yaml}
        - pipeline_config: {pipeline: p/daily.yaml, test_subset: [make, teh, 3]}
        - pipeline_config: {project: index, test_subset: [data/old.txt, data/new.txt]}
        """);
    MusterRun names = muster().run("chain", "run", "names.yaml");
    assertThat(names.code()).as(names.toString()).isEqualTo(65);
    assertThat(names.err())
        .contains("element 1: the test subset names step teh", "names step 3")
        .contains("element 2: the test subset names input data/new.txt")
        .doesNotContain("names step make");
    MusterRun typed = muster().run("chain", "run", "chain.yaml", "-t", "none");
    assertThat(typed.code()).as(typed.toString()).isEqualTo(65);
    assertThat(typed.err()).contains("element 0: the test subset names step none");
    write(
        "late.yaml",
        """
        - pipeline_config: {pipeline: p/daily.yaml}
        - pipeline_config: {project: index, test_subset: [data/monday.txt], late_inputs: true}
        - pipeline_config: {project: index, test_subset: [elsewhere/x.csv], late_inputs: true}
        """);
    MusterRun never = muster().run("chain", "validate", "late.yaml");
    assertThat(never.code()).as(never.toString()).isEqualTo(65);
    assertThat(never.err())
        .contains("element 2: the test subset names input elsewhere/x.csv, which can never be one")
        .doesNotContain("monday");
    MusterRun missing = muster().run("chain", "run", "none.yaml");
    assertThat(missing.code()).isEqualTo(65);
    assertThat(missing.err()).contains("there is no chain file");
    write("cluster.yaml", "- pipeline_config: {pipeline: p/daily.yaml, cluster: lab}\n");
    MusterRun cluster = muster().run("chain", "run", "cluster.yaml");
    assertThat(cluster.code()).isEqualTo(65);
    assertThat(cluster.err()).contains("there is no cluster lab");
    for (String command : List.of("show", "cancel")) {
      assertThat(muster().run("chain", command, "none").code()).isEqualTo(65);
      assertThat(muster().run("chain", command).code()).isEqualTo(64);
    }
    assertThat(muster().run("chain", "run", "--resume", "none").code()).isEqualTo(65);
    assertThat(muster().run("chain", "run", "chain.yaml", "--resume", "x").code()).isEqualTo(64);
    assertThat(muster().run("chain", "list", "--limit", "0").code()).isEqualTo(64);
    assertThat(folder.resolve("p/results")).doesNotExist();
    assertThat(folder.resolve("mapped")).doesNotExist();
    assertThat(muster().run("chain", "list", "--json").json()).isEmpty();
  }

  @Test
  void aChainThatWasChangedIsNotGoneOnWith() throws IOException {
    write("p/code", "1");
    assertThat(muster().run("chain", "run", "chain.yaml").code()).isEqualTo(1);
    write("chain.yaml", "- pipeline_config: {project: index}\n");

    MusterRun again = muster().run("chain", "run", "--resume", "latest");

    assertThat(again.code()).isEqualTo(75);
    assertThat(again.err()).contains("the elements of", "muster chain run");
  }

  private Map<String, Object> one(Object... words) {
    MusterRun run = muster().run(words);
    assertThat(run.code()).as(run.toString()).isZero();
    return run.json().get(0);
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name));
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
