package dev.muster.exit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program in a JVM of its own, with a folder for HDFS. */
@Timeout(300)
class DriverTest {

  /** What a user may write: it is not public. */
  static final class Main {
    public static void main(String[] words) throws Exception {
      System.out.println("said " + String.join("|", words));
      switch (words[0]) {
        case "exit" -> System.exit(Integer.parseInt(words[1]));
        case "caught" -> {
          try {
            System.exit(Integer.parseInt(words[1]));
          } finally {
            System.exit(99);
          }
        }
        case "thread" -> {
          Thread other = new Thread(() -> System.exit(Integer.parseInt(words[1])));
          other.start();
          other.join();
        }
        case "throw" -> throw new IllegalStateException("it went wrong");
        default -> {}
      }
    }
  }

  @TempDir Path folder;

  @Test
  void exitIsWrittenDownAndHappens() throws Exception {
    Run two = run("exit", "2");

    assertThat(two.code()).as(two.text()).isEqualTo(2);
    assertThat(two.text()).contains("said exit|2");
    assertThat(Files.readAllLines(file())).containsExactly("2", "job j1 in container_1_01");
  }

  @Test
  void whoeverAsksForIt() throws Exception {
    assertThat(run("thread", "0").code()).isZero();
    assertThat(Files.readAllLines(file()).get(0)).isEqualTo("0");

    assertThat(run("caught", "258").code()).isEqualTo(2);
    assertThat(Files.readAllLines(file()).get(0)).as("as processes end").isEqualTo("2");
  }

  @Test
  void neitherReturnNorExceptionLeaveAWord() throws Exception {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "7\nof an earlier attempt\n");

    Run back = run("return");
    assertThat(back.code()).as(back.text()).isZero();
    assertThat(file()).doesNotExist();

    Run thrown = run("throw");
    assertThat(thrown.code()).isEqualTo(1);
    assertThat(thrown.text()).contains("IllegalStateException: it went wrong");
    assertThat(file()).doesNotExist();
  }

  @Test
  void fileThatCannotBeWrittenChangesNothing() throws Exception {
    Files.writeString(folder.resolve("here"), "a file, no folder");

    Run two = run("exit", "3");

    assertThat(two.code()).isEqualTo(3);
    assertThat(two.text()).contains("muster: ");
  }

  private Path file() {
    return folder.resolve("here/exit");
  }

  private record Run(int code, String text) {}

  private Run run(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Driver.class.getName(),
                Main.class.getName()));
    command.addAll(List.of(words));
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("MUSTER_EXIT_FILE", file().toUri().toString());
    builder.environment().put("MUSTER_JOB", "j1");
    builder.environment().put("CONTAINER_ID", "container_1_01");
    Process process = builder.start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), Files.readString(log));
  }
}
