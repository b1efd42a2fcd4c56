package dev.muster.service.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A name directory is formatted once, and another cluster's never. */
@Timeout(300)
class FormatScriptTest {

  @TempDir Path home;

  /** In the place of HDFS's own program, which takes its time. */
  @BeforeEach
  void program() throws Exception {
    Path program = Files.createDirectories(home.resolve("hadoop/bin")).resolve("hdfs");
    Files.writeString(
        program,
        """
        #!/bin/sh
        echo begun >>"$HOME/formats"
        folder=${2#-Ddfs.namenode.name.dir=file://}
        sleep 1
        mkdir -p "$folder/current"
        echo "clusterID=$5" >"$folder/current/VERSION"
        """);
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private Process format(String id) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", HadoopScripts.text("format.sh"), "sh", "hadoop", "data", id)
            .redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    return builder.start();
  }

  private static void succeeds(Process process) throws Exception {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  void twoDeploymentsAtOnceFormatOnce() throws Exception {
    Process first = format("lab");
    Eventually.until("it formats", () -> Files.exists(home.resolve("formats")));
    Process second = format("lab");

    succeeds(second);
    succeeds(first);
    assertThat(home.resolve("formats")).content().hasLineCount(1);
    assertThat(home.resolve("data/name/current/VERSION")).hasContent("clusterID=lab");
  }

  @Test
  void anotherClustersDataIsLeftAlone() throws Exception {
    succeeds(format("lab"));

    Process other = format("other");

    assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("its id is lab", "it is not formatted");
    assertThat(other.waitFor()).isEqualTo(1);
    assertThat(home.resolve("data/name/current/VERSION")).hasContent("clusterID=lab");
  }
}
