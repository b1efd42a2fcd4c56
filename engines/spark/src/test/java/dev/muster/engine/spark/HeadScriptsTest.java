package dev.muster.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that run on a head, with a real shell and real processes. */
class HeadScriptsTest {

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void makeRunFolder() throws IOException {
    Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "needs Linux: /proc");
    folder = Files.createDirectories(temp.resolve("runs/r1"));
  }

  @AfterEach
  void nothingRunsOn() throws Exception {
    run("stop.sh", folder, 0);
    run("sweep.sh", temp.getFileName());
  }

  private record Ran(int code, String output) {}

  private Ran run(String script, Object... arguments) throws Exception {
    return run(Map.of(), script, arguments);
  }

  private Ran run(Map<String, String> environment, String script, Object... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-s", "--"));
    for (Object argument : arguments) {
      command.add(String.valueOf(argument));
    }
    Path output = Files.createTempFile(temp, "output", "");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (var in = process.getOutputStream()) {
      in.write(HeadShell.script(script).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(script).isTrue();
    return new Ran(process.exitValue(), Files.readString(output).strip());
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time: " + what).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private ProcessHandle driver() throws IOException {
    String pid = Files.readString(folder.resolve("pid")).split(" ", 2)[0];
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private static boolean ended(ProcessHandle process) {
    return !process.isAlive();
  }

  @Test
  void driverThatNobodyAsksForEndsWithItsFolderAndSecrets() throws Exception {
    Path secrets = Path.of(run("secrets.sh", folder).output());
    Files.writeString(secrets.resolve("secret.json"), "{}");
    assertThat(run("start.sh", folder, 4, "sleep", "1000").code()).isZero();
    ProcessHandle driver = driver();
    List<ProcessHandle> below = driver.descendants().toList();
    assertThat(run("ended.sh", folder).output()).isEqualTo("running");
    await("the driver has ended", () -> ended(driver));
    await("what it started has ended", () -> below.stream().allMatch(HeadScriptsTest::ended));
    await("its folder is gone", () -> Files.notExists(folder));
    assertThat(secrets).doesNotExist();
    assertThat(run("ended.sh", folder).code()).as("gone").isEqualTo(66);
  }

  @Test
  void driverThatIsAskedForGoesOn() throws Exception {
    run("start.sh", folder, 4, "sleep", "1000");
    ProcessHandle driver = driver();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(7);
    while (System.nanoTime() < until) {
      assertThat(run("ended.sh", folder).output()).isEqualTo("running");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
    assertThat(driver.isAlive()).isTrue();
    run("stop.sh", folder, 0);
    await("stopped", () -> ended(driver));
  }

  @Test
  void saysTheStatusOfADriverThatHasEnded() throws Exception {
    run("start.sh", folder, 100, "sh", "-c", "echo said; exit 7");
    await("ended", () -> Files.exists(folder.resolve("status")));
    assertThat(run("ended.sh", folder).output()).isEqualTo("7");
    assertThat(folder.resolve("driver.log")).hasContent("said");
  }

  @Test
  void saysThatADriverWasKilled() throws Exception {
    run("start.sh", folder, 100, "sleep", "1000");
    ProcessHandle driver = driver();
    List<ProcessHandle> below = driver.descendants().toList();
    driver.destroyForcibly();
    await("killed", () -> ended(driver));
    assertThat(run("ended.sh", folder).output()).isEqualTo("137");
    below.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void removesWhatDriversOfADeadHostHaveLeft() throws Exception {
    Path old = Files.createDirectories(temp.resolve("runs/r0"));
    Path asked = Files.writeString(old.resolve("asked"), "");
    assertThat(asked.toFile().setLastModified(System.currentTimeMillis() - 60_000)).isTrue();
    Path recent = Files.createDirectories(temp.resolve("runs/r2"));
    Files.writeString(recent.resolve("asked"), "");
    run("start.sh", folder, 30, "sleep", "1000");
    assertThat(old).doesNotExist();
    assertThat(recent).exists();
  }

  @Test
  void endsWhatCarriesTheMarkOfARunAndNothingElse() throws Exception {
    String run = String.valueOf(temp.getFileName());
    ProcessBuilder marked = new ProcessBuilder("setsid", "sleep", "1000");
    marked.environment().put("MUSTER_RUN", run);
    Process worker = marked.start();
    Process other = new ProcessBuilder("sleep", "1000").start();
    try {
      assertThat(run("sweep.sh", run).code()).isZero();
      assertThat(worker.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(other.isAlive()).isTrue();
    } finally {
      worker.destroyForcibly();
      other.destroyForcibly();
    }
  }

  @Test
  void writesOnlyWhereTheClusterIs() throws Exception {
    Path file = folder.resolve("in/0.json");
    assertThat(put(file, "c1").code()).as("no cluster there").isEqualTo(66);
    Files.writeString(temp.resolve("id"), "c2\n");
    assertThat(put(file, "c1").code()).as("another cluster").isEqualTo(66);
    assertThat(file).doesNotExist();
    Files.writeString(temp.resolve("id"), "c1\n");
    assertThat(put(file, "c1").code()).isZero();
    assertThat(file).hasContent("content");
    assertThat(file.resolveSibling("0.json.part")).doesNotExist();
  }

  private Ran put(Path file, String id) throws Exception {
    Path output = Files.createTempFile(temp, "output", "");
    Process process =
        new ProcessBuilder(
                "sh", "-c", HeadShell.script("put.sh"), "sh", file.toString(), temp.toString(), id)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try (var in = process.getOutputStream()) {
      in.write("content".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // it has refused before it read
    }
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), Files.readString(output));
  }

  @Test
  void keepsSecretsInMemoryForTheirOwnerAlone() throws Exception {
    Path secrets = Path.of(run("secrets.sh", folder).output());
    assertThat(Files.getPosixFilePermissions(secrets)).hasSize(3);
    if (Files.getFileStore(Path.of("/dev/shm")).type().equals("tmpfs")) {
      assertThat(secrets).hasParent(Path.of("/dev/shm"));
    }
    Path again = Path.of(run("secrets.sh", folder).output());
    assertThat(secrets).as("those of the driver before").doesNotExist();
    assertThat(run("forget.sh", folder).code()).isZero();
    assertThat(again).doesNotExist();
    Path precious = Files.createDirectories(temp.resolve("precious"));
    Files.writeString(folder.resolve("secrets"), precious + "\n");
    run("forget.sh", folder);
    assertThat(precious).as("not a name of ours").exists();
  }
}
