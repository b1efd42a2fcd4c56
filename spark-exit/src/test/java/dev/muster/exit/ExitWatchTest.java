package dev.muster.exit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ExitWatchTest {

  /** Says what it is told, which is lost when it is told too late. */
  static final class Main {
    public static void main(String[] words) {
      ExitWatch watch = ExitWatch.begin(status -> System.out.println("told " + status));
      System.out.println("works " + watch.works());
      if (words[0].equals("end")) {
        watch.end();
      }
      System.exit(5);
    }
  }

  @TempDir Path folder;

  @Test
  void tellsOfAnExitBeforeItHappens() throws Exception {
    assertThat(run(System.getProperty("java.home"), "watch")).isEqualTo("works true\ntold 5\n");
    assertThat(run(System.getProperty("java.home"), "end")).isEqualTo("works true\n");
  }

  /** Where there is no security manager any more. */
  @Test
  void tellsOfItOnANewJava() throws Exception {
    Path found = null;
    for (String name : new String[] {"temurin-25-jdk-amd64", "java-25-openjdk-amd64"}) {
      Path home = Path.of("/usr/lib/jvm", name);
      found = Files.isExecutable(home.resolve("bin/java")) ? home : found;
    }
    Assumptions.assumeTrue(found != null, "no Java 25: apt-get install temurin-25-jdk");
    assertThat(run(String.valueOf(found), "watch")).isEqualTo("works true\ntold 5\n");
  }

  @Test
  void readsVersions() {
    assertThat(ExitWatch.release("1.8")).isEqualTo(8);
    assertThat(ExitWatch.release("21")).isEqualTo(21);
    assertThat(ExitWatch.release("")).isZero();
  }

  private String run(String java, String word) throws Exception {
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(java, "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                word)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(5);
    return Files.readString(out);
  }
}
