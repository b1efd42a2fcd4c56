package dev.muster.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.spi.fleet.ScriptText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a cluster is one cluster's and one node's, whoever claims it again. */
@Timeout(300)
class ClaimScriptTest {

  private static final int TAKEN = 75;

  @TempDir Path home;

  private String claim(int code, String id, String input) throws Exception {
    List<String> argv =
        new ArrayList<>(List.of("sh", "-c", ScriptText.of(HostScripts.class, "claim.sh"), "sh"));
    argv.addAll(List.of("lab", id, "{\"muster-cluster\":\"" + id + "\"}"));
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    Process process = builder.start();
    try (var out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(code);
    return said;
  }

  @Test
  void twoNodesWithOneHomeAreRefusedUntilTheFirstHasLeft() throws Exception {
    claim(0, "0123456789abcdef", "1\n");
    claim(0, "0123456789abcdef", "1\n");
    assertThat(claim(TAKEN, "0123456789abcdef", "2\n"))
        .contains("is that of node 1 of this cluster", "a home folder of its own");
    claim(0, "0123456789abcdef", "2 1\n");
    assertThat(home.resolve(".muster/clusters/lab/node")).hasContent("2");
  }

  @Test
  void anotherClusterOfTheNameIsRefused() throws Exception {
    claim(0, "0123456789abcdef", "1\n");
    assertThat(claim(TAKEN, "fedcba9876543210", "1\n"))
        .contains("belongs to another cluster", "0123456789abcdef");
  }
}
