package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.fleet.KnownHosts.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownHostsTest {

  @TempDir private Path folder;

  private KnownHosts.Answer find(String text, String name) throws IOException {
    return KnownHosts.find(List.of(Files.writeString(folder.resolve("k"), text)), name, "t", "KEY");
  }

  @Test
  void readsNamesPortsPatternsAndMarkers() throws Exception {
    assertThat(find("h t KEY", "h").verdict()).isEqualTo(Verdict.KNOWN);
    assertThat(find("a,H,b t KEY comment here", "h").verdict()).isEqualTo(Verdict.KNOWN);
    assertThat(find("h t KEY", "[h]:23").verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(find("[h]:23 t KEY", "[h]:23").verdict()).isEqualTo(Verdict.KNOWN);
    assertThat(find("*.lab,!bad.lab t KEY", "x.lab").verdict()).isEqualTo(Verdict.KNOWN);
    assertThat(find("*.lab,!bad.lab t KEY", "bad.lab").verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(find("@cert-authority h t KEY", "h").verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(find("h t KEY\n@revoked h t KEY", "h"))
        .isEqualTo(new KnownHosts.Answer(Verdict.REVOKED, folder.resolve("k"), 2));
    assertThat(find("h t KEY\n@revoked h t OTHER", "h").verdict()).isEqualTo(Verdict.KNOWN);
  }

  @Test
  void namesTheLineOfTheOtherKey() throws Exception {
    assertThat(find("# h t KEY\nh rsa OTHER\nh t OTHER\n", "h"))
        .isEqualTo(new KnownHosts.Answer(Verdict.CHANGED, folder.resolve("k"), 3));
    assertThat(find("h rsa OTHER\n", "h").verdict()).isEqualTo(Verdict.CHANGED);
  }

  @Test
  void survivesWhatIsNoKnownHost() throws Exception {
    String text = "h\nh t\n|1|x|y t KEY\n|1||= t KEY\n|1|\n@\n@revoked\n\u0000\n   \n";
    assertThat(find(text, "h").verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(KnownHosts.find(List.of(folder.resolve("none"), folder), "h", "t", "KEY").verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void addsWholeLinesFromManyThreads() throws Exception {
    Path file = folder.resolve("deep/er/known");
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String name = "h" + i % 10;
      Thread thread =
          new Thread(
              () -> {
                try {
                  KnownHosts.add(file, name, false, "t", "KEY");
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(Files.readAllLines(file)).hasSize(10).allMatch(line -> line.matches("h\\d t KEY"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void beginsANewLineBehindOneThatIsNotEnded() throws Exception {
    Path file = Files.writeString(folder.resolve("k"), "a t OLD");
    KnownHosts.add(file, "b", true, "t", "KEY");
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2).contains("a t OLD");
    assertThat(lines.get(1)).startsWith("|1|").doesNotContain("b t");
    assertThat(KnownHosts.find(List.of(file), "b", "t", "KEY").verdict()).isEqualTo(Verdict.KNOWN);
    assertThat(KnownHosts.find(List.of(file), "c", "t", "KEY").verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }
}
