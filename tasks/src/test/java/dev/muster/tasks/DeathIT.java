package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.RunId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Muster dies by SIGKILL while tasks run: nothing of them may stay. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeathIT {

  @TempDir Path temp;

  /** The process that is killed: runs two sleeping tasks of the given kind. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
      Workshop shop = new Workshop(Path.of(args[0]));
      shop.slots = 2;
      if (args[1].equals("command")) {
        shop.shell("sleep 1000 & setsid sleep 1000 & echo up >$1.up; sleep 1000");
      } else {
        shop.main(
            """
            import subprocess, time
            def main(file):
                subprocess.Popen(['sleep', '1000'])
                subprocess.Popen(['sleep', '1000'], start_new_session=True)
                open(file + '.up', 'w').close()
                time.sleep(1000)
            """);
      }
      Files.writeString(Path.of(args[0]).resolve("run"), shop.run.value());
      shop.start(shop.tasks("a", "b")).await();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"function", "command"})
  void nothingSurvivesTheDeathOfMuster(String kind) throws Exception {
    Process victim = startVictim(kind);
    List<ProcessHandle> below = victim.descendants().toList();
    assertThat(below).hasSizeGreaterThanOrEqualTo(8);
    victim.destroyForcibly().waitFor();
    Workshop.await("all are gone", () -> below.stream().noneMatch(DeathIT::runs));
  }

  @ParameterizedTest
  @ValueSource(strings = {"function", "command"})
  void sweepEndsWhatTheDeathOfMusterAndItsSupervisorsLeaves(String kind) throws Exception {
    Process victim = startVictim(kind);
    List<ProcessHandle> supervisors = victim.children().toList();
    List<ProcessHandle> below = victim.descendants().toList();
    // Held still, so that neither has the time to clean up after the other.
    new ProcessBuilder("kill", "-STOP", Long.toString(victim.pid())).start().waitFor();
    supervisors.forEach(ProcessHandle::destroyForcibly);
    victim.destroyForcibly().waitFor();
    Workshop.await("they are dead", () -> supervisors.stream().noneMatch(DeathIT::runs));
    assertThat(below.stream().filter(DeathIT::runs)).isNotEmpty();
    String run = Files.readString(temp.resolve("run"));
    int ended = new LocalEngine().sweep(new RunId(run));
    assertThat(ended).isPositive();
    assertThat(below.stream().filter(DeathIT::runs)).isEmpty();
    assertThat(new LocalEngine().sweep(new RunId(run))).isZero();
  }

  @Test
  void aFunctionDiesWithItsSupervisor() throws Exception {
    Process victim = startVictim("function");
    List<ProcessHandle> workers = victim.children().flatMap(ProcessHandle::children).toList();
    assertThat(workers).isNotEmpty();
    victim.children().toList().forEach(ProcessHandle::destroyForcibly);
    Workshop.await("they are gone", () -> workers.stream().noneMatch(DeathIT::runs));
    victim.destroyForcibly().waitFor();
    new LocalEngine().sweep(new RunId(Files.readString(temp.resolve("run"))));
  }

  private Process startVictim(String kind) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Victim.class.getName(), temp.toString(), kind));
    Process victim =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("victim.log").toFile())
            .start();
    Path project = temp.resolve("project");
    Workshop.await(
        "both tasks run",
        () ->
            Stream.of("a.up", "b.up").allMatch(name -> Files.exists(project.resolve(name)))
                && victim.descendants().count() >= 8);
    return victim;
  }

  /** A zombie that nobody has reaped yet does not run. */
  private static boolean runs(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return process.isAlive() && !stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
    } catch (java.io.IOException e) {
      return false;
    }
  }
}
