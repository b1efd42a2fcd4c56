package dev.muster.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The crontab of a user, with a crontab program that keeps it in a file of the test. */
class BootIT {

  @TempDir Path folder;
  private Path table;
  private Path service;

  @BeforeEach
  void crontab() throws Exception {
    table = folder.resolve("table");
    service = Files.createDirectories(folder.resolve("it's 100%"));
    Path program = Files.createDirectories(folder.resolve("bin")).resolve("crontab");
    Files.writeString(
        program,
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
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private String boot(String... words) throws Exception {
    Path script = folder.resolve("boot.sh");
    Files.writeString(script, HostScripts.text(HostScripts.BOOT));
    List<String> argv = new ArrayList<>(List.of("sh", script.toString()));
    argv.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private String remove() throws Exception {
    return boot("remove", "c1-spark", service.toString());
  }

  private void add(String program) throws Exception {
    assertThat(
            boot(
                "add",
                "c1-spark-" + program,
                service.toString(),
                service.resolve(program).toString()))
        .isEqualTo("cron\n");
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
}
