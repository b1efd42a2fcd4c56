package dev.muster.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.ScriptText;
import dev.muster.testkit.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that find and take away what is left, run in a home of their own. */
@Timeout(300)
class LeftoverScriptsTest {

  private static final HostAddress HOST = HostAddress.of("h");

  @TempDir Path home;
  private final String id = id();
  private Process marked;
  private Process installs;
  private Process looking;

  /** No other test's, also when several run on this machine. */
  private static String id() {
    return "%016x".formatted(UUID.randomUUID().getMostSignificantBits());
  }

  @BeforeEach
  void fakeCrontab() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs /proc");
    program(
        "crontab",
        """
        #!/bin/sh
        case $1 in
          -l) [ -f "$HOME/table" ] && cat "$HOME/table" ;;
          -r) rm "$HOME/table" ;;
          *) cp "$1" "$HOME/table" ;;
        esac
        """);
  }

  private void program(String name, String text) throws IOException {
    Path program = Files.createDirectories(home.resolve("bin")).resolve(name);
    Files.writeString(program, text);
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  @AfterEach
  void end() {
    for (Process process : new Process[] {marked, installs, looking}) {
      if (process != null) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private String run(String script, String... args) throws Exception {
    List<String> argv = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    argv.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    builder.environment().put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().remove("XDG_RUNTIME_DIR");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /** What is left of this test's cluster: others may have theirs on this machine. */
  private List<Leftover> look() throws Exception {
    String said = run(script("leftovers.sh"));
    return Objects.requireNonNull(Leftover.parse(HOST, said), said).stream()
        .filter(one -> one.cluster().equals(id) || one.name().equals("lab"))
        .toList();
  }

  private void sweep(String name, String cluster) throws Exception {
    run(script("shells.sh") + script("sweep.sh") + script("release.sh"), name, cluster);
  }

  private static String script(String name) {
    return ScriptText.of(HostScripts.class, name);
  }

  private Path folder() throws IOException {
    Path folder = Files.createDirectories(home.resolve(".muster/clusters/lab/services/x"));
    Path cluster = home.resolve(".muster/clusters/lab");
    Files.writeString(cluster.resolve("id"), id + "\n");
    Files.writeString(
        cluster.resolve("cluster.json"),
        "{\"managed-by\":\"muster\",\"muster-cluster\":\""
            + id
            + "\",\"muster-owner\":\"ann@x\"}\n");
    return folder;
  }

  private static Process start(ProcessBuilder builder) throws IOException {
    return builder
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectErrorStream(true)
        .start();
  }

  @Test
  void findsFolderProcessesAndCronAndTakesThemAway() throws Exception {
    Path service = folder();
    Files.writeString(service.resolve("supervise.sh"), "while :; do sleep 1; done\n");
    Files.writeString(
        home.resolve("table"),
        "0 1 * * * mine\n@reboot x # muster " + id + "-spark-worker\n@reboot y # muster ffff-x\n");
    ProcessBuilder program = new ProcessBuilder("sleep", "1000");
    program.environment().put("MUSTER_SERVICE", id + "-1-spark-worker");
    marked = start(program);
    Process supervisor = start(new ProcessBuilder("sh", service + "/supervise.sh", "run"));
    looking = start(new ProcessBuilder("tail", "-f", service + "/supervise.sh"));
    assertThat(look())
        .extracting(Leftover::kind, Leftover::cluster, Leftover::name, Leftover::owner)
        .containsExactlyInAnyOrder(
            tuple(Leftover.Kind.FOLDER, id, "lab", "ann@x"),
            tuple(Leftover.Kind.PROCESS, id, "lab", "ann@x"),
            tuple(Leftover.Kind.PROCESS, id, "lab", "ann@x"),
            tuple(Leftover.Kind.BOOT, id, "lab", "ann@x"));
    sweep("lab", id);
    assertThat(look()).isEmpty();
    assertThat(marked.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(supervisor.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(looking.isAlive()).as("who only reads a file").isTrue();
    assertThat(home.resolve("table")).hasContent("0 1 * * * mine\n@reboot y # muster ffff-x\n");
    assertThat(home.resolve(".muster")).doesNotExist();
    sweep("lab", id);
  }

  /** Of Musters that were killed; and what is at work elsewhere for a cluster of the name. */
  @Test
  void whatWasBrokenOffAndGoesOnEndsWithItsFolder() throws Exception {
    folder();
    String lines = "touch \"$HOME/began\"; sleep 1000; true\n";
    String installing = "sleep 1000; true";
    String release = ".muster/clusters/lab/packages/shop/1.0-0123456789abcdef";
    List<String> setup = List.of(".muster/clusters/lab", "setup", lines.length() + "");
    marked = shell(home, script("setup.sh"), setup, lines);
    installs = shell(home, installing, List.of("--checked", release), "");
    looking = shell(Files.createDirectory(home.resolve("other")), installing, List.of(release), "");
    Eventually.until("the lines are at work", () -> Files.exists(home.resolve("began")));
    Eventually.until("it installs", () -> installs.descendants().findAny().isPresent());
    List<ProcessHandle> began = Stream.of(marked, installs).flatMap(Process::descendants).toList();
    assertThat(began).hasSizeGreaterThan(2);

    run(script("shells.sh") + script("release.sh"), "lab", id);

    assertThat(marked.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(installs.waitFor(120, TimeUnit.SECONDS)).isTrue();
    for (ProcessHandle process : began) {
      process.onExit().get(120, TimeUnit.SECONDS);
    }
    assertThat(looking.isAlive()).as("another home's").isTrue();
    assertThat(home.resolve(".muster")).doesNotExist();
  }

  private Process shell(Path folder, String script, List<String> words, String input)
      throws IOException {
    List<String> argv = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    argv.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(argv).directory(folder.toFile());
    builder.environment().put("HOME", home.toString());
    Process process = start(builder);
    try (var lines = process.getOutputStream()) {
      lines.write(input.getBytes(StandardCharsets.UTF_8));
    }
    return process;
  }

  @Test
  void findsWhatHasOnlyItsMarkAndLeavesAFolderThatIsAnothers() throws Exception {
    folder();
    String other = id();
    ProcessBuilder program =
        new ProcessBuilder("sh", "-c", "trap '' TERM; while :; do sleep 1; done");
    program.environment().put("MUSTER_SERVICE", other + "-2-spark-worker");
    Files.writeString(home.resolve("table"), "@reboot x # muster " + other + "-spark-worker\n");
    marked = start(program);
    sweep("-", other);
    assertThat(marked.waitFor(120, TimeUnit.SECONDS)).as("also what ignores TERM").isTrue();
    assertThat(home.resolve("table")).as("there was nothing else in it").doesNotExist();
    sweep("lab", other);
    assertThat(look()).singleElement().extracting(Leftover::kind).isEqualTo(Leftover.Kind.FOLDER);
  }

  @Test
  void findsUnitsOfSystemdAndLetsTheUserLingerNoMore() throws Exception {
    program(
        "loginctl",
        """
        #!/bin/sh
        if [ "$1" = show-user ]; then echo yes; else echo "$1" >>"$HOME/said"; fi
        """);
    Path units = home.resolve(".config/systemd/user");
    Path wants = Files.createDirectories(units.resolve("default.target.wants"));
    String other = id();
    for (String one : List.of(id, other)) {
      Path unit = Files.createFile(units.resolve("muster-" + one + "-spark-worker.service"));
      Files.createSymbolicLink(wants.resolve(unit.getFileName()), unit);
    }
    Files.createFile(units.resolve("muster.linger"));
    assertThat(look()).extracting(Leftover::kind).containsExactly(Leftover.Kind.BOOT);
    sweep("-", id);
    assertThat(look()).isEmpty();
    assertThat(home.resolve("said")).as("another cluster's unit is there").doesNotExist();
    sweep("-", other);
    assertThat(home.resolve("said")).hasContent("disable-linger");
    assertThat(home.resolve(".config")).doesNotExist();
  }

  @Test
  void whatIsCutOffIsNotTakenForAll() {
    assertThat(Leftover.parse(HOST, "folder\tab\tlab\t{}\n")).isNull();
    assertThat(Leftover.parse(HOST, "folder\tab\tlab\tno json\nend\n"))
        .singleElement()
        .extracting(Leftover::owner)
        .isEqualTo("");
    assertThat(Leftover.parse(HOST, "something new\t1\t2\t3\nend\n")).isEmpty();
  }
}
