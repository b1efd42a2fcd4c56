package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Muster is killed while elements of a chain are at work, and the chain is taken up: each element
 * has one run, no step runs twice, and nothing ever runs beside itself.
 */
@Timeout(600)
class ChainKillIT {

  private static final int KILLS = 4;

  private static final String WORK =
      """
      name="$1"
      cd "$2"
      exec 9>"locks/$name"
      flock -n 9 || { echo "$name" >>beside; exit 9; }
      echo "$name" >>begun
      sleep 0.3
      echo "$name" >>done
      echo '{"x": 1}'
      """;

  private static final String STEPS =
      """
      steps:
        - {id: NAME1, command: [sh, work.sh, NAME1, .]}
        - {id: NAME2, command: [sh, work.sh, NAME2, .]}
      """;

  @TempDir Path folder;

  private final Random random = new Random(Long.getLong("muster.seed", 20_261_129L));

  @Test
  void eachElementRunsOnceWheneverMusterIsKilled() throws Exception {
    writeChain();

    int kills = runWithKills();

    assertThat(kills).isPositive();
    assertThat(folder.resolve("beside")).doesNotExist();
    List<String> steps = List.of("p1", "p2", "q1", "q2");
    assertThat(lines("begun").stream().filter(steps::contains))
        .as("a step is taken over, not run again")
        .containsExactlyElementsOf(steps);
    assertThat(new HashSet<>(lines("done")))
        .containsExactlyInAnyOrder("a1", "a2", "p1", "p2", "b1", "b2", "q1", "q2");
    InProcess muster = new InProcess(folder.resolve("home"), folder);
    assertThat(muster.run("chain", "list", "--json").json()).hasSize(1);
    assertThat(muster.run("pipeline", "list", "--json").json())
        .as("one run of each pipeline")
        .hasSize(2);
    assertThat(muster.run("runs", "list", "--json").json()).as("one of each project").hasSize(2);
    assertThat(muster.run("chain", "show", "latest", "--json").json().get(0))
        .containsEntry("state", "COMPLETED");
  }

  private int runWithKills() throws Exception {
    int kills = 0;
    for (int session = 0; session < 60; session++) {
      int target = lines("begun").size() + 1 + random.nextInt(2);
      try (MusterProcess muster = start(session == 0)) {
        MusterProcess.await(
            "something has begun", () -> lines("begun").size() >= target || !muster.alive());
        if (!muster.alive() || kills >= KILLS) {
          MusterRun end = muster.end();
          // It may have been killed behind its last write.
          boolean over = end.code() == 75 && end.out().contains("nothing is left to do");
          assertThat(end.code() == 0 || over).as(end.toString()).isTrue();
          return kills;
        }
        muster.signal("KILL");
        MusterProcess.await("it dies", () -> !muster.alive());
        kills++;
      }
    }
    throw new AssertionError("the chain did not end after 60 sessions");
  }

  private MusterProcess start(boolean first) {
    Object[] words =
        first
            ? new Object[] {"chain", "run", "chain.yaml"}
            : new Object[] {"chain", "run", "--resume", "latest"};
    return MusterProcess.start(folder.resolve("home"), folder, Map.of(), List.of(), words);
  }

  private void writeChain() throws IOException {
    Files.createDirectories(folder.resolve("locks"));
    Files.writeString(folder.resolve("work.sh"), WORK);
    StringBuilder chain = new StringBuilder();
    for (String name : List.of("a", "p", "b", "q")) {
      boolean project = name.equals("a") || name.equals("b");
      if (project) {
        Path data = Files.createDirectories(folder.resolve(name + "/data"));
        Files.writeString(data.resolve(name + "1"), "1");
        Files.writeString(data.resolve(name + "2"), "2");
        Files.copy(folder.resolve("work.sh"), folder.resolve(name + "/work.sh"));
        Files.writeString(
            folder.resolve(name + "/go.sh"),
            "exec sh work.sh \"$(basename \"$1\")\" \"" + folder + "\"\n");
        Files.writeString(
            folder.resolve(name + "/muster.yaml"),
            "name: " + name + "\ninputs: data/*\nentrypoint: {command: [sh, go.sh, '{path}']}\n");
      } else {
        Files.writeString(folder.resolve(name + ".yaml"), STEPS.replace("NAME", name));
      }
      chain.append(
          project
              ? "- {pipeline_config: {project: " + name + "}, pipeline_resources: {workers: 1}}\n"
              : "- {pipeline_config: {pipeline: " + name + ".yaml}}\n");
    }
    Files.writeString(folder.resolve("chain.yaml"), chain);
  }

  private List<String> lines(String name) {
    try {
      Path file = folder.resolve(name);
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
