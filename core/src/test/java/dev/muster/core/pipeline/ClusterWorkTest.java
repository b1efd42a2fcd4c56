package dev.muster.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.job.JobRequest;
import dev.muster.model.ClusterName;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterWorkTest {

  private static final ClusterName LAB = new ClusterName("lab");

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    for (String name : List.of("app.jar", "general.ini", "step.ini", "more.txt", "app.py")) {
      Files.writeString(folder.resolve(name), name);
    }
  }

  private Step step(@Nullable String main, String application, String... options) {
    return Step.builder(
            new StepId("a"),
            new StepWork.Spark(
                main,
                folder.resolve(application),
                List.of(options),
                List.of("Clean", "general.ini", "step.ini")))
        .build();
  }

  private JobRequest request(boolean yarn, String... options) {
    return new ClusterWork(folder, yarn, null, null)
        .request(step("x.Main", "app.jar", options), LAB);
  }

  /** What the words of its driver name is in the container's folder. */
  @Test
  void filesGoToTheContainerOfADriverOnYarn() {
    JobRequest request =
        request(true, "--master=yarn", "--deploy-mode", "cluster", "--files", "more.txt");

    assertThat(request.kind()).isEqualTo(JobRequest.YARN);
    assertThat(request.argv())
        .containsSubsequence(
            "cluster",
            "--class",
            "x.Main",
            "--files",
            "more.txt,general.ini,step.ini",
            "app.jar",
            "Clean",
            "general.ini",
            "step.ini");
    assertThat(request.files()).contains(folder.resolve("general.ini"));
  }

  @Test
  void driverIsOnTheHeadUnlessTheStepAsksForAContainer() {
    assertThat(request(true, "--master=yarn").argv()).contains("client").doesNotContain("--files");
    assertThat(
            request(
                    true,
                    "--conf",
                    "spark.master=yarn",
                    "--conf",
                    "spark.submit.deployMode=cluster")
                .argv())
        .contains("cluster");
    assertThat(request(false, "--master=yarn", "--deploy-mode=cluster").kind())
        .isEqualTo(JobRequest.SPARK);
    assertThat(request(true, "--master=spark://h:7077", "--deploy-mode=cluster").kind())
        .isEqualTo(JobRequest.SPARK);
  }

  @Test
  void aMasterThatIsNamedGoesOverWhatStepsSay() {
    ClusterWork work = new ClusterWork(folder, true, "yarn", null);

    assertThat(work.request(step("x.Main", "app.jar", "--master=local[2]"), LAB).argv())
        .contains("client");
    assertThat(work.request(step("x.Main", "app.jar", "--deploy-mode", "cluster"), LAB).kind())
        .isEqualTo(JobRequest.YARN);
  }

  @Test
  void whatCannotRunThereIsSaidBeforehand() {
    ClusterWork work = new ClusterWork(folder, true, null, null);

    assertThat(work.check(step("x.Main", "app.jar", "--proxy-user", "u"), LAB)).hasSize(1);
    assertThat(work.check(step("x.Main", "app.jar", "--master=yarn"), LAB)).isEmpty();
    assertThat(work.check(step(null, "app.py", "--master=yarn"), LAB)).isEmpty();
  }
}
