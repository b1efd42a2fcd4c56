package dev.muster.config.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Entrypoint.PythonFunction;
import dev.muster.model.Entrypoint.Signature;
import dev.muster.model.InputGlob;
import dev.muster.model.InputGlob.Syntax;
import dev.muster.model.Project;
import dev.muster.model.ResultFile;
import dev.muster.model.ShippedFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GismoFormTest {

  private static final String CONFIG =
      """
      scale_eks_nodes_wait_time: 90
      interval_of_wait_pod_ready: 90
      data_bucket: pv.insight.misc
      file_pattern: "*.csv"
      process_column_keywords: "^Pow"
      saved_bucket: gcd-saved
      saved_path_cloud: results
      acccepted_idle_time: 360
      interval_of_checking_sqs: 1
      filename:
        saved_data: data.csv
        logs_data: logs.csv
        error_data: errors.csv
        performance: performance.txt
        runtime_gantt_chart: runtime.png
      repeat_number_per_round: 2
      is_celeryflower_on: False
      solver_name: MOSEK
      solver_lic_target_path_in_images_dest: /root/mosek
      solver_lic_file_local_source: license/mosek.lic
      num_worker_pods_per_namespace: 8
      """;

  @TempDir Path temp;
  private Folder folder;

  @BeforeEach
  void makeFolder() throws Exception {
    folder = new Folder(temp.resolve("matrix"));
    folder
        .write("Dockerfile", "FROM scratch\n")
        .write("entrypoint.py", "")
        .write("requirements.txt", "")
        .write("license/mosek.lic", "x")
        .write("config.yaml", CONFIG);
  }

  @Test
  void readsAProjectAsItIs() {
    Project project = folder.project();
    assertThat(project.form()).isEqualTo(Project.Form.GISMO);
    assertThat(project.name().value()).isEqualTo("matrix");
    assertThat(project.inputs())
        .containsExactly(new InputGlob("s3://pv.insight.misc/", "*.csv", Syntax.FNMATCH));
    assertThat(project.columns()).isEqualTo("^Pow");
    assertThat(project.entrypoint())
        .isEqualTo(new PythonFunction("entrypoint", "entrypoint", Signature.GISMO));
    assertThat(project.savedTo()).isEqualTo("s3://gcd-saved/results");
    assertThat(project.repeat()).isEqualTo(2);
    assertThat(project.fileName(ResultFile.RESULTS)).isEqualTo("data.csv");
    assertThat(project.files())
        .containsExactly(
            new ShippedFile(folder.path().resolve("license/mosek.lic"), "root/mosek/mosek.lic"));
    assertThat(project.env())
        .containsEntry("MUSTER_SOLVER_NAME", "MOSEK")
        .containsEntry("MUSTER_SOLVER_FILE", "{files}/root/mosek/mosek.lic");
    assertThat(project.secrets()).isEmpty();
    assertThat(project.requirements()).isEqualTo(folder.path().resolve("requirements.txt"));
  }

  @Test
  void namesTheRightSpelling() throws Exception {
    assertThat(folder.warnings())
        .singleElement()
        .asString()
        .contains("config.yaml:8: acccepted_idle_time is read as accepted_idle_time");
    folder.write("config.yaml", CONFIG.replace("acccepted", "accepted"));
    assertThat(folder.warnings()).isEmpty();
    folder.write("config.yaml", CONFIG + "accepted_idle_time: 5\n");
    assertThat(folder.problems()).singleElement().asString().contains("two spellings of one key");
  }

  @Test
  void readsAnAbsoluteFolderInPlaceOfABucket() throws Exception {
    folder.write("data/x.csv", "a\n");
    Path data = folder.path().resolve("data");
    folder.write(
        "config.yaml",
        CONFIG
            .replace("pv.insight.misc", data.toString())
            .replace("gcd-saved", "None")
            .replace("MOSEK", "None")
            .replace("license/mosek.lic", "")
            .replace("/root/mosek", "''"));
    Project project = folder.project();
    assertThat(project.inputs())
        .containsExactly(new InputGlob("file:" + data + "/", "*.csv", Syntax.FNMATCH));
    assertThat(project.savedTo()).isNull();
    assertThat(project.files()).isEmpty();
    assertThat(project.env()).isEmpty();
  }

  @Test
  void namesEveryMissingFile() throws Exception {
    java.nio.file.Files.delete(folder.path().resolve("Dockerfile"));
    java.nio.file.Files.delete(folder.path().resolve("entrypoint.py"));
    assertThat(folder.problems())
        .hasSize(2)
        .anySatisfy(problem -> assertThat(problem).contains("Dockerfile is missing"))
        .anySatisfy(problem -> assertThat(problem).contains("entrypoint.py is missing"));
  }

  @Test
  void namesEveryMissingKey() throws Exception {
    folder.write("config.yaml", "solver_name: x\n");
    List<String> problems = folder.problems();
    assertThat(problems)
        .hasSize(14)
        .allSatisfy(problem -> assertThat(problem).contains(" is missing"));
    assertThat(String.join("\n", problems)).doesNotContain("num_worker_pods");
  }

  @Test
  void findsEverythingWrongAtOnce() throws Exception {
    folder.write(
        "config.yaml",
        CONFIG
            .replace("scale_eks_nodes_wait_time: 90", "scale_eks_nodes_wait_time: soon")
            .replace("pv.insight.misc", "s3://x/y")
            .replace("\"^Pow\"", "\"([\"")
            .replace("360", "-1")
            .replace("data.csv", "logs.csv")
            .replace("license/mosek.lic", "license/none.lic")
            .replace("is_celeryflower_on: False", "is_celeryflower_on: perhaps")
            .replace("num_worker_pods_per_namespace", "num_workers_pods_per_namespace"));
    List<String> problems = folder.problems();
    assertThat(String.join("\n", problems))
        .contains("1: scale_eks_nodes_wait_time: a whole number is expected, not the text \"soon\"")
        .contains("3: data_bucket: the name of a bucket")
        .contains("5: process_column_keywords: \"([\" is no regular expression")
        .contains("8: accepted_idle_time: -1 is not between 1 and")
        .contains("12: filename.logs_data: \"logs.csv\" is the name of saved_data too")
        .contains("17: is_celeryflower_on: true or false is expected")
        .contains("20: solver_lic_file_local_source: there is no file \"license/none.lic\"")
        .contains(
            "21: unknown key \"num_workers_pods_per_namespace\" (did you mean num_worker_pods_per_namespace?)");
    assertThat(problems).hasSize(8);
  }

  @Test
  void musterYamlWins() throws Exception {
    folder.with("");
    assertThat(folder.project().form()).isEqualTo(Project.Form.NATIVE);
  }
}
