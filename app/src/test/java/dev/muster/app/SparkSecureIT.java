package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets and license files on a Spark of others, which authenticates and encrypts. */
@Timeout(900)
class SparkSecureIT {

  private static final String SECRET = "oyster-4711-oyster";

  @TempDir Path folder;

  @Test
  void secretsAndLicensesArriveAndLeaveNothing() throws IOException {
    Path project =
        Projects.threeTasks(
            folder,
            """
            import os
            def main(i, files):
                print("it is", os.environ["PEARL"])
                return {"length": len(os.environ["PEARL"]),
                        "license": open(os.path.join(files, "a.lic")).read(),
                        "same": os.environ["LICENSE"] == os.path.join(files, "a.lic"),
                        "spark": sorted(n for n in os.environ if "SPARK" in n)}
            """);
    Files.writeString(project.resolve("a.lic"), "valid-for-ever");
    Files.writeString(
        project.resolve("muster.yaml"),
        Files.readString(project.resolve("muster.yaml"))
            + "secrets: [PEARL]\nfiles: [a.lic]\nenv: {LICENSE: '{files}/a.lic'}\n");
    String[] daemon = {
      "-Dspark.authenticate=true",
      "-Dspark.authenticate.secret=of-the-cluster",
      "-Dspark.network.crypto.enabled=true"
    };
    Path clusterFolder = folder.resolve("cluster");
    try (SparkStandalone cluster =
        new SparkStandalone(clusterFolder, SparkJars.of("3.5"), daemon)) {
      InProcess muster =
          new InProcess(folder.resolve("home"), folder).withBriefJavas().with("PEARL", SECRET);
      List<Object> words = new ArrayList<>(List.of("map", project));
      words.addAll(SparkJars.options("3.5", cluster.master()));
      for (String conf :
          List.of(
              "spark.driver.host=127.0.0.1",
              "spark.executor.memory=512m",
              "spark.authenticate=true",
              "spark.authenticate.secret=of-the-cluster",
              "spark.network.crypto.enabled=true",
              "spark.io.encryption.enabled=true")) {
        words.addAll(List.of("--conf", conf));
      }
      MusterRun run = muster.run(words.toArray());
      assertThat(run.code()).as(run.err()).isZero();
      String results = Files.readString(project.resolve("results/latest/results.jsonl"));
      assertThat(results)
          .contains("\"length\":18", "valid-for-ever", "\"same\":true", "\"spark\":[]");
      assertThat(Files.readString(project.resolve("results/latest/logs/000/000001.log")))
          .contains("it is ***");
      MusterProcess.await("executors end", () -> cluster.executors().isEmpty());
      MusterProcess.await("their folders go", () -> gone(cluster));
    }
    try (var files = Files.walk(folder)) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .filter(
                      file ->
                          MusterProcess.holds(file, SECRET)
                              || MusterProcess.holds(file, "of-the-cluster")))
          .isEmpty();
    }
  }

  private static boolean gone(SparkStandalone cluster) {
    try {
      return cluster.leftovers().isEmpty();
    } catch (IOException e) {
      return false; // Spark is at it
    }
  }
}
