package dev.muster.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What starts services at a boot: the crontab of a user, with a crontab program that keeps it in a
 * file of the test, or systemd's units, with a loginctl that keeps whether the user lingers.
 */
class BootIT {

  @TempDir Path folder;
  private Path table;
  private Path service;
  private String path;

  @BeforeEach
  void crontab() throws Exception {
    table = folder.resolve("table");
    path = folder.resolve("bin") + ":" + System.getenv("PATH");
    service = Files.createDirectories(folder.resolve("it's 100%"));
    program(
        "crontab",
        """
        #!/bin/sh
        table='%s'
        case $1 in
          -l) [ -f "$table" ] && cat "$table" || { echo "no crontab" >&2; exit 1; } ;;
          -r) rm "$table" ;;
          *) cp "$1" "$table" ;;
        esac
        """
            .formatted(table));
  }

  private void program(String name, String text) throws IOException {
    Path program = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.deleteIfExists(program);
    Files.writeString(program, text);
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  /** A host without cron: its programs are those that the script needs, and these. */
  private void systemd() throws IOException {
    Files.move(folder.resolve("bin/crontab"), folder.resolve("crontab"));
    program(
        "loginctl",
        """
        #!/bin/sh
        linger='%s'
        case $1 in
          show-user) [ -e "$linger" ] && echo yes || echo no ;;
          enable-linger) [ ! -e "$linger.refused" ] && : >"$linger" ;;
          disable-linger) rm "$linger" ;;
        esac
        """
            .formatted(folder.resolve("linger")));
    program("systemctl", "#!/bin/sh\necho \"$*\" >>'" + folder.resolve("systemctl.log") + "'\n");
    for (String tool : List.of("sh", "sed", "id", "mkdir", "ln", "rm", "rmdir", "cat")) {
      Files.createSymbolicLink(
          folder.resolve("bin").resolve(tool), Path.of("/bin").resolve(tool).toRealPath());
    }
    path = folder.resolve("bin").toString();
  }

  private String boot(String... words) throws Exception {
    Path script = folder.resolve("boot.sh");
    Files.writeString(script, HostScripts.text(HostScripts.BOOT));
    List<String> argv = new ArrayList<>(List.of("sh", script.toString()));
    argv.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.environment().put("PATH", path);
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private String remove() throws Exception {
    return boot("remove", "c1-spark", service.toString());
  }

  private void add(String program) throws Exception {
    assertThat(added("c1-spark", service, program)).isEqualTo("cron\n");
  }

  private String added(String mark, Path service, String program) throws Exception {
    return boot(
        "add", mark + "-" + program, service.toString(), service.resolve(program).toString());
  }

  @Test
  void aCrontabIsLeftAsItWasFound() throws Exception {
    String own =
        "# mine\n\n0 1 * * * echo '# muster' >/dev/null\n@reboot mine # muster c1-sparkling\n";
    own = own.replace("c1-sparkling", "c2-spark-master");
    Files.writeString(table, own);
    add("master");
    add("worker");
    add("worker");
    assertThat(table).content().startsWith(own);
    assertThat(Files.readAllLines(table)).hasSize(6);
    remove();
    assertThat(table).hasContent(own);
    remove();
    assertThat(table).hasContent(own);
  }

  @Test
  void whoHadNoneHasNone() throws Exception {
    add("master");
    assertThat(table).exists();
    remove();
    assertThat(table).doesNotExist();
    remove();
    assertThat(table).doesNotExist();
  }

  /** As a stop of a service does with each of its programs. */
  @Test
  void whoHadNoneHasNoneWhenProgramsGoOneByOne() throws Exception {
    add("master");
    add("worker");
    boot("remove", "c1-spark-worker", service.toString());
    assertThat(Files.readAllLines(table)).singleElement().asString().endsWith("c1-spark-master");
    boot("remove", "c1-spark-master", service.toString());
    assertThat(table).doesNotExist();
    assertThat(service.resolve("crontab.found")).doesNotExist();
  }

  @Test
  void twoClustersOnAHostThatHadNone() throws Exception {
    add("master");
    Path second = Files.createDirectories(folder.resolve("second"));
    boot("add", "c2-spark-master", second.toString(), second.resolve("master").toString());
    remove();
    assertThat(Files.readAllLines(table)).singleElement().asString().endsWith("c2-spark-master");
    boot("remove", "c2-spark", second.toString());
    assertThat(table).doesNotExist();
  }

  @Test
  void whatWasWrittenMeanwhileStays() throws Exception {
    add("master");
    Files.writeString(table, Files.readString(table) + "0 2 * * * new\n");
    remove();
    assertThat(table).hasContent("0 2 * * * new\n");
  }

  @Test
  void theLineStartsTheProgramWhateverItsFolderIsCalled() throws Exception {
    Files.writeString(service.resolve("supervise.sh"), "printf '%s|' \"$@\" >\"$2/../started\"\n");
    Files.createDirectories(service.resolve("master"));
    add("master");
    String line = Files.readAllLines(table).get(0);
    assertThat(line).startsWith("@reboot sh '").endsWith(" # muster c1-spark-master");
    // cron takes a backslash before a percent sign away and hands the rest to sh.
    String command = line.substring("@reboot ".length()).replace("\\%", "%");
    assertThat(new ProcessBuilder("sh", "-c", command).start().waitFor()).isZero();
    assertThat(service.resolve("started")).hasContent("start|" + service.resolve("master") + "|");
  }

  @Test
  void withoutCronAUnitOfTheUserStartsIt() throws Exception {
    systemd();
    Path units = folder.resolve(".config/systemd/user");
    Path wants = units.resolve("default.target.wants");
    assertThat(added("c1-spark", service, "master")).isEqualTo("systemd\n");
    assertThat(added("c1-spark", service, "worker")).isEqualTo("systemd\n");
    assertThat(folder.resolve("linger")).exists();
    assertThat(wants.resolve("muster-c1-spark-master.service"))
        .content()
        .isEqualTo(
            """
            [Unit]
            Description=Muster c1-spark-master
            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=/bin/sh "%1$s/supervise.sh" start "%1$s/master"
            """
                .formatted(service.toString().replace("%", "%%")));
    Path second = Files.createDirectories(folder.resolve("second $5"));
    assertThat(added("c2-spark", second, "master")).isEqualTo("systemd\n");
    assertThat(units.resolve("muster-c2-spark-master.service")).content().contains("second $$5/");
    boot("remove", "c1-spark-worker", service.toString());
    assertThat(units.resolve("muster-c1-spark-worker.service")).doesNotExist();
    remove();
    assertThat(wants)
        .isDirectoryContaining(unit -> unit.endsWith("muster-c2-spark-master.service"));
    assertThat(folder.resolve("linger")).as("the other cluster needs it").exists();
    boot("remove", "c2-spark", second.toString());
    assertThat(folder.resolve("linger")).doesNotExist();
    assertThat(folder.resolve(".config")).doesNotExist();
    assertThat(Files.readString(folder.resolve("systemctl.log")))
        .contains("--user stop muster-c1-spark-master.service");
    remove();
  }

  @Test
  void whoLingeredBeforeLingersOn() throws Exception {
    systemd();
    Files.createFile(folder.resolve("linger"));
    Path own =
        Files.createDirectories(folder.resolve(".config/systemd/user")).resolve("own.service");
    Files.createFile(own);
    assertThat(added("c1-spark", service, "master")).isEqualTo("systemd\n");
    remove();
    assertThat(folder.resolve("linger")).exists();
    assertThat(own).exists();
  }

  /** Killed when it has noted that the user did not linger, and perhaps turned it on. */
  @Test
  void whatAKilledAddHasTurnedOnGoesAlso() throws Exception {
    systemd();
    program("ln", "#!/bin/sh\nkill -KILL $PPID\n");
    assertThatThrownBy(() -> added("c1-spark", service, "master"))
        .isInstanceOf(AssertionError.class);
    assertThat(folder.resolve("linger")).exists();
    remove();
    assertThat(folder.resolve("linger")).doesNotExist();
    assertThat(folder.resolve(".config")).doesNotExist();
  }

  @Test
  void aHostThatHasGotACronSinceKeepsNoUnit() throws Exception {
    systemd();
    assertThat(added("c1-spark", service, "master")).isEqualTo("systemd\n");
    Files.move(folder.resolve("crontab"), folder.resolve("bin/crontab"));
    for (String tool : List.of("mktemp", "grep", "cmp", "cp")) {
      Files.createSymbolicLink(
          folder.resolve("bin").resolve(tool), Path.of("/usr/bin").resolve(tool).toRealPath());
    }
    assertThat(added("c1-spark", service, "worker")).isEqualTo("cron\n");
    remove();
    assertThat(table).doesNotExist();
    assertThat(folder.resolve("linger")).doesNotExist();
    assertThat(folder.resolve(".config")).doesNotExist();
  }

  @Test
  void whereNeitherIsThereItSaysSo() throws Exception {
    systemd();
    Files.createFile(folder.resolve("linger.refused"));
    assertThat(added("c1-spark", service, "master")).isEqualTo("none\n");
    assertThat(folder.resolve(".config")).doesNotExist();
    Files.delete(folder.resolve("bin/loginctl"));
    assertThat(added("c1-spark", service, "master")).isEqualTo("none\n");
    remove();
  }
}
