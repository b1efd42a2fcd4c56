package dev.muster.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.spi.fleet.ScriptText;
import dev.muster.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The user's own lines are run whole or not at all, and one at a time. */
@Timeout(300)
class SetupScriptTest {

  @TempDir Path home;

  private Process start(String lines, int bytes) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh",
                "-c",
                ScriptText.of(HostScripts.class, "setup.sh"),
                "sh",
                ".muster/clusters/lab",
                "setup",
                Integer.toString(bytes))
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("said").toFile());
    builder.environment().put("HOME", home.toString());
    Process process = builder.start();
    try (var out = process.getOutputStream()) {
      out.write(lines.getBytes(StandardCharsets.UTF_8));
    }
    return process;
  }

  private Process start(String lines) throws Exception {
    return start(lines, lines.getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void endsAsTheFirstLineThatFails() throws Exception {
    assertThat(start("echo größer >\"$HOME/one\"\n").waitFor()).isZero();
    assertThat(start("sh -c 'exit 7'\ntouch \"$HOME/never\"\n").waitFor()).isEqualTo(7);
    assertThat(home.resolve("never")).doesNotExist();
  }

  @Test
  void linesThatAreCutOffAreNotRun() throws Exception {
    String lines = "touch \"$HOME/ran\"\nrm -rf \"$HOME/some/folder\"\n";

    Process process = start(lines.substring(0, 35), lines.length());

    assertThat(process.waitFor()).isEqualTo(74);
    assertThat(home.resolve("said")).content().contains("the connection broke");
    assertThat(home.resolve("ran")).doesNotExist();
  }

  @Test
  void thoseOfACommandWhoseConnectionBrokeEndFirst() throws Exception {
    String lines = "mkdir \"$HOME/alone\"\nsleep 1\nrmdir \"$HOME/alone\"\n";
    Process first = start(lines);
    Eventually.until("the first is at work", () -> Files.exists(home.resolve("alone")));

    Process second = start(lines);

    assertThat(second.waitFor()).as(Files.readString(home.resolve("said"))).isZero();
    assertThat(first.waitFor()).isZero();
  }

  @Test
  void whatTheyLeaveRunningKeepsNobodyWaiting() throws Exception {
    Process first = start("sleep 100 >/dev/null 2>&1 &\necho $! >\"$HOME/left\"\n");
    assertThat(first.waitFor()).isZero();
    try {
      assertThat(start("true\n").waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      long left = Long.parseLong(Files.readString(home.resolve("left")).strip());
      ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);
    }
  }
}
