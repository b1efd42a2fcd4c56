package dev.muster.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.spi.fleet.ScriptText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of jobs on this machine: attempts, and what happens to them. */
@Timeout(300)
class JobSupervisorTest {

  private static final String JOB = "jobs/one";

  @TempDir Path home;

  @BeforeEach
  void linux() {
    assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "there is no /proc: use Linux");
  }

  @AfterEach
  void nothingRuns() throws Exception {
    run("alive.sh", "cancel.sh", JOB, "1");
    until("all has ended", () -> processes().isEmpty());
  }

  private static String text(String name) {
    return ScriptText.of(JobSupervisorTest.class, name);
  }

  private Process begin(String script, String... arguments) throws IOException {
    List<String> argv = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    argv.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private static String said(Process process) throws Exception {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }

  private String run(String prelude, String script, String... arguments) throws Exception {
    return said(begin(text(prelude) + text(script), arguments));
  }

  private void start(String command, int retries) throws Exception {
    String words = "'sh' '-c' '" + command + "'";
    String limit = "0";
    said(
        begin(
            text("start.sh"),
            JOB,
            words,
            limit,
            Integer.toString(retries),
            text("supervise.sh"),
            "files"));
  }

  private String observe() {
    try {
      return run("alive.sh", "observe.sh", "jobs", "one").replaceFirst("^one ", "");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Processes of the job: they have its folder in their command line. */
  private List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                Stream.of(process.info().arguments().orElse(new String[0]))
                    .anyMatch(word -> word.contains(home.toString())))
        .toList();
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void until(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("in time: " + what).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private void killAll() throws Exception {
    String driver = Files.readString(home.resolve(JOB + "/running/pid")).split(" ", 2)[0];
    processes().forEach(ProcessHandle::destroyForcibly);
    said(begin("kill -KILL -" + driver));
    until("its processes end", () -> observe().startsWith("lost"));
  }

  @Test
  void anAttemptThatWasLostIsBegunAgainOnceHoweverManySeeIt() throws Exception {
    start("echo $$ >> ../pids; sleep 1000", 1);
    until("it runs", () -> observe().startsWith("running 1 "));
    killAll();
    assertThat(observe()).isEqualTo("lost 1 again");
    List<Process> again = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      again.add(begin(text("again.sh"), JOB, "1"));
    }
    for (Process one : again) {
      said(one);
    }
    until("it runs again", () -> observe().startsWith("running 2 "));
    said(begin(text("again.sh"), JOB, "1"));
    assertThat(observe()).startsWith("running 2 ");
    assertThat(Files.readAllLines(home.resolve(JOB + "/pids"))).hasSize(2);
    killAll();
    assertThat(observe()).as("no attempt is left").isEqualTo("lost 2");
  }

  @Test
  void whatIsCancelledIsNotBegunAgain() throws Exception {
    start("kill -KILL $$", 5);
    until("it waits for its second attempt", () -> observe().equals("starting 2"));
    run("alive.sh", "cancel.sh", JOB, "1");
    until("it has ended", () -> observe().equals("ended 2 143 cancelled"));
    assertThat(home.resolve(JOB + "/environment")).doesNotExist();
  }

  @Test
  void anExitCodeEndsItAndASignalAfterTheLastAttemptToo() throws Exception {
    start("exit 3", 5);
    until("it has ended", () -> observe().equals("ended 1 3"));
    assertThat(home.resolve(JOB + "/attempts")).isEmptyDirectory();
    assertThat(home.resolve(JOB + "/environment")).doesNotExist();
  }
}
