package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every command line has in common: help, versions, slips of the fingers, exit codes. */
class CommandLineTest {

  @TempDir Path folder;
  private InProcess muster;

  @BeforeEach
  void muster() {
    muster = new InProcess(folder.resolve("home"), folder);
  }

  @Test
  void saysItsVersion() {
    assertThat(muster.run("--version").out()).isEqualTo("muster test\n");
    assertThat(folder.resolve("home")).as("nothing is made for that").doesNotExist();
  }

  @Test
  void mapTakesTheCurrentFolderWhereItIsAProject() {
    assertThat(muster.run("map", "--dry-run").code()).isEqualTo(64);
    Projects.write(
        folder,
        "muster.yaml",
        "{\"name\": \"here\", \"inputs\": \"*.txt\", \"entrypoint\": {\"python\": \"entrypoint:main\"}}",
        "entrypoint.py",
        "def main(file):\n    return {}\n",
        "a.txt",
        "a");
    MusterRun plan = muster.run("map", "--dry-run");
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("a.txt", "never run");
  }

  @Test
  void completionForMachinesIsOneObject() {
    assertThat(muster.run("completion", "bash", "--json").json())
        .singleElement()
        .satisfies(object -> assertThat(object.get("script")).asString().contains("complete -F"));
  }

  @Test
  void listsCommandsAndExitCodes() {
    MusterRun help = muster.run("--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("map", "runs", "tasks", "demo", "completion", "130");
    assertThat(help.out()).doesNotContain("reference");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "map --help",
        "map validate --help",
        "init --help",
        "demo --help",
        "runs --help",
        "runs list --help",
        "runs show --help",
        "runs tasks --help",
        "runs report --help",
        "runs logs --help",
        "runs resume --help",
        "runs delete --help",
        "tasks --help",
        "tasks ping --help",
        "tasks status --help",
        "tasks revoke --help",
        "chain --help",
        "chain run --help",
        "chain list --help",
        "chain show --help",
        "chain cancel --help",
        "pipeline cancel --help",
        "package --help",
        "package build --help",
        "package inspect --help",
        "package verify --help",
        "package push --help",
        "package install --help",
        "package restore --help",
        "distribution --help",
        "distribution list --help",
        "distribution fetch --help",
        "distribution bundle --help",
        "distribution import --help",
        "distribution remove --help",
        "completion --help"
      })
  void everyCommandHasHelp(String line) {
    MusterRun help = muster.run((Object[]) line.split(" "));
    assertThat(help.code()).as(help.err()).isZero();
    assertThat(help.out()).contains("Usage: muster " + line.replace(" --help", ""));
  }

  @Test
  void suggestsWhatWasMeant() {
    assertThat(muster.run("mpa").err()).contains("Did you mean").contains("map");
    assertThat(muster.run("map", "x", "--dry-rnu").err()).contains("--dry-run");
    assertThat(muster.run("runs", "lst").err()).contains("list");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nope",
        "map",
        "map a b",
        "map a -n",
        "map a -n x",
        "map a -n -1",
        "map a -n 1 -f b",
        "map a -r 0",
        "map a -w 0",
        "map a --nope",
        "runs",
        "runs show",
        "runs list --limit 0",
        "runs tasks latest --state no",
        "tasks",
        "tasks revoke x",
        "init fortran",
        "completion tcsh",
        "runs list -p BAD!",
        "distribution",
        "distribution fetch",
        "distribution fetch Spark",
        "distribution fetch spark:4:1",
        "distribution fetch spark --timeout soon",
        "distribution fetch spark --timeout 0",
        "distribution import",
        "package",
        "package inspect",
        "package push a.tar",
        "package install a.tar",
        "package restore a --cluster b --into c"
      })
  void wrongUsageIs64AndPointsToHelp(String line) {
    MusterRun run = muster.run((Object[]) (line.isEmpty() ? new String[0] : line.split(" ")));
    if (line.startsWith("runs tasks")) {
      assertThat(run.code()).isIn(64, 65);
      return;
    }
    assertThat(run.code()).as(run.err()).isEqualTo(64);
    assertThat(run.err()).contains("muster: ").contains("--help");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void completesInEveryShell() {
    assertThat(muster.run("completion", "bash").out()).contains("complete -F", "--dry-run");
    assertThat(muster.run("completion", "zsh").out()).contains("bashcompinit");
    assertThat(muster.run("completion", "fish").out())
        .contains("complete -c muster", "-a map", "-l dry-run");
  }

  @Test
  void knowsNoRunsInTheBeginning() {
    MusterRun list = muster.run("runs", "list");
    assertThat(list.code()).isZero();
    assertThat(list.err()).contains("no runs yet");
    MusterRun show = muster.run("runs", "show", "latest");
    assertThat(show.code()).isEqualTo(65);
    assertThat(show.err()).contains("there is no run latest", "muster runs list");
  }
}
