package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs of pipelines and chains that are cancelled, with and without a Muster that works on them.
 */
@Timeout(600)
class CancelIT {

  private static final int INTERRUPTED = 130;

  @TempDir Path folder;

  @BeforeEach
  void makePipeline() throws IOException {
    Files.writeString(
        folder.resolve("wait.sh"),
        "echo $$ >pid\n[ ! -e go ] || exit 0\ntouch waiting\nexec sleep 1000\n");
    Files.writeString(
        folder.resolve("p.yaml"),
        """
        steps:
          - {id: first, command: [sh, -c, "echo first >>done"]}
          - {id: second, command: [sh, wait.sh]}
          - {id: third, command: [sh, -c, "echo third >>done"]}
        """);
    Files.writeString(folder.resolve("c.yaml"), "- pipeline_config: {pipeline: p.yaml}\n");
  }

  @Test
  void theMusterThatWorksOnARunEndsItWhenAsked() throws Exception {
    try (MusterProcess owner = start("pipeline", "run", "p.yaml")) {
      awaitWaiting();

      Map<String, Object> cancelled = one("pipeline", "cancel", "latest", "--json");

      assertThat(cancelled)
          .containsEntry("state", "CANCELLED")
          .containsEntry("cancelled_steps", List.of("second"));
      MusterRun end = owner.end();
      assertThat(end.code()).as(end.toString()).isEqualTo(INTERRUPTED);
    }
    assertThat(lives()).isFalse();
    goesOn("pipeline", "run", "--resume", "latest");
    MusterRun late = muster().run("pipeline", "cancel", "latest");
    assertThat(late.code()).isZero();
    assertThat(late.out()).contains("had ended before: completed");
  }

  @Test
  void whatADeadMusterLeftIsEndedByTheOneThatCancels() throws Exception {
    leaveBehind("pipeline", "run", "p.yaml");
    // It is not needed to end what runs.
    Path pipeline = folder.resolve("p.yaml");
    String text = Files.readString(pipeline);
    Files.writeString(pipeline, "steps: [");

    Map<String, Object> cancelled = one("pipeline", "cancel", "latest", "--json");

    assertThat(cancelled)
        .containsEntry("state", "CANCELLED")
        .containsEntry("cancelled_steps", List.of("second"));
    assertThat(lives()).isFalse();
    Files.writeString(pipeline, text);
    goesOn("pipeline", "run", "--resume", "latest");
  }

  @Test
  void aChainIsCancelledWithTheRunOfItsElement() throws Exception {
    try (MusterProcess owner = start("chain", "run", "c.yaml")) {
      awaitWaiting();

      assertThat(one("chain", "cancel", "latest", "--json")).containsEntry("state", "CANCELLED");

      assertThat(owner.end().code()).isEqualTo(INTERRUPTED);
    }
    assertThat(lives()).isFalse();
    assertThat(one("pipeline", "show", "latest", "--json")).containsEntry("state", "CANCELLED");
    Files.delete(folder.resolve("waiting"));
    leaveBehind("chain", "run", "--resume", "latest");
    MusterRun second = muster().run("chain", "cancel", "c.yaml");
    assertThat(second.code()).as(second.toString()).isZero();
    assertThat(second.out()).contains("cancelled", "muster chain run --resume");
    assertThat(lives()).isFalse();
    goesOn("chain", "run", "--resume", "latest");
    assertThat(one("chain", "show", "latest", "--json")).containsEntry("state", "COMPLETED");
  }

  @Test
  void aMapRunOfAChainIsCancelledToo() throws Exception {
    Path data = Files.createDirectories(folder.resolve("m/data"));
    Files.writeString(data.resolve("a"), "1");
    Files.writeString(
        folder.resolve("m/go.sh"),
        "cd ..\necho $$ >pid\ntouch waiting\n[ -e go ] || exec sleep 1000\necho '{\"x\": 1}'\n");
    Files.writeString(
        folder.resolve("m/muster.yaml"),
        "name: m\ninputs: data/*\nentrypoint: {command: [sh, go.sh, '{path}']}\n");
    Files.writeString(folder.resolve("c.yaml"), "- pipeline_config: {project: m}\n");
    try (MusterProcess owner = start("chain", "run", "c.yaml")) {
      awaitWaiting();

      assertThat(one("chain", "cancel", "latest", "--json")).containsEntry("state", "CANCELLED");

      assertThat(owner.end().code()).isEqualTo(INTERRUPTED);
    }
    MusterProcess.await("its task ends", () -> !lives());
    assertThat(one("runs", "list", "--json")).containsEntry("state", "CANCELLED");
    Files.writeString(folder.resolve("go"), "");
    MusterRun resumed = muster().run("chain", "run", "--resume", "latest");
    assertThat(resumed.code()).as(resumed.toString()).isZero();
    assertThat(muster().run("runs", "list", "--json").json()).as("one run").hasSize(1);
  }

  /** Muster is killed; its step goes on. */
  private void leaveBehind(Object... words) throws IOException {
    try (MusterProcess owner = start(words)) {
      awaitWaiting();
      owner.signal("KILL");
      MusterProcess.await("it dies", () -> !owner.alive());
    }
    assertThat(lives()).isTrue();
  }

  private void goesOn(Object... words) throws IOException {
    Files.writeString(folder.resolve("go"), "");
    MusterRun resumed = muster().run(words);
    assertThat(resumed.code()).as(resumed.toString()).isZero();
    assertThat(Files.readAllLines(folder.resolve("done"))).containsExactly("first", "third");
  }

  private void awaitWaiting() {
    MusterProcess.await("it waits", () -> Files.exists(folder.resolve("waiting")) && lives());
  }

  private boolean lives() {
    try {
      String pid = Files.readString(folder.resolve("pid")).strip();
      return MusterProcess.holds(Path.of("/proc", pid, "cmdline"), "sleep");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Object> one(Object... words) {
    MusterRun run = muster().run(words);
    assertThat(run.code()).as(run.toString()).isZero();
    return run.json().get(0);
  }

  private MusterProcess start(Object... words) {
    return MusterProcess.start(folder.resolve("home"), folder, Map.of(), List.of(), words);
  }

  private InProcess muster() {
    return new InProcess(folder.resolve("home"), folder);
  }
}
