package dev.muster.config.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.config.Settings;
import dev.muster.config.cluster.ClusterFile;
import dev.muster.config.project.LoadedProject;
import dev.muster.config.project.ProjectLoader;
import dev.muster.spi.ProblemsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The language in Muster's own files. */
class LanguageFileTest {

  @TempDir Path folder;

  @BeforeEach
  void makeProject() throws IOException {
    write("p/data/a.csv", "x\n1\n");
  }

  @Test
  void readsAProjectWithImportsAndVariables() throws IOException {
    write("base.yaml", "timeout: '${var:time}'\nretries: '${var:again}'\nparams: {a: 1, b: 2}\n");
    write("more.json", "{// comment\n\"env\": {\"DATA\": \"${config_path}/data\"},}");
    write(
        "p/muster.yaml",
        """
        "**base": ../base.yaml
        "**more": ../more.json
        name: weather
        inputs: data/*.csv
        entrypoint: {command: [cat, "{path}", "**/x"]}
        env: {SHELL: "${HOME} ${var:-default} ${var:0:1}"}
        params: {b: 1_6}
        variables: {time: 5m, again: 3}
        $schema: x.json
        """);

    LoadedProject plain = ProjectLoader.load(folder.resolve("p"));
    LoadedProject other = ProjectLoader.load(folder.resolve("p"), Map.of("time", "7s", "no", "1"));

    assertThat(plain.project().timeout()).hasMinutes(5);
    assertThat(other.project().timeout()).hasSeconds(7);
    assertThat(plain.project().retries()).isEqualTo(3);
    assertThat(plain.project().env()).containsEntry("DATA", folder + "/data");
    assertThat(plain.project().env()).containsEntry("SHELL", "${HOME} ${var:-default} ${var:0:1}");
    assertThat(plain.project().entrypoint().toString()).contains("**/x");
    assertThat(plain.project().params()).hasSize(1);
    assertThat(plain.project().params().toString()).contains("a", "1", "b", "16");
  }

  @Test
  void saysFromWhichFileAWrongValueCame() throws IOException {
    write("deep.yaml", "# one\nretries: many\n");
    write("base.yaml", "\n'**deep': deep.yaml\ntimeuot: 5\n");
    write(
        "p/muster.yaml",
        "name: w\n'**base': ../base.yaml\ninputs: data/*.csv\nentrypoint: {command: [a]}\nmemory: x\n");

    assertThatThrownBy(() -> ProjectLoader.load(folder.resolve("p")))
        .isInstanceOfSatisfying(
            ProblemsException.class,
            e -> {
              assertThat(e.problems()).hasSize(3);
              assertThat(e.problems().get(0).toString()).contains("p/muster.yaml:5: memory");
            })
        .hasMessageContaining(
            folder
                + "/deep.yaml:2: retries: a whole number is expected, not the text \"many\","
                + " imported at "
                + folder
                + "/base.yaml:2, imported at "
                + folder
                + "/p/muster.yaml:2")
        .hasMessageContaining("base.yaml:3: unknown key \"timeuot\", imported at ")
        .hasMessageContaining("did you mean timeout?");
  }

  @Test
  void saysWhatIsWrongWithAnImport() throws IOException {
    write("broken.yaml", "a: [1\nb: 2\n");
    Files.write(folder.resolve("latin.yaml"), "# é".getBytes(StandardCharsets.ISO_8859_1));
    write("list.yaml", "- 1\n");
    write("twice.yaml", "a: 1\na: 2\nb: 1\nb: 2\n");
    Files.createSymbolicLink(folder.resolve("link.yaml"), folder.resolve("p/muster.yaml"));

    assertWrong("broken.yaml", "broken.yaml:", "not YAML at column", "imported at ");
    assertWrong("latin.yaml", "latin.yaml:1:", "not UTF-8");
    assertWrong("list.yaml", "only objects are imported");
    assertWrong("twice.yaml", "twice.yaml:2:", "twice.yaml:4: the key \"b\"", "imported at ");
    assertWrong("link.yaml", "the imports go round in a circle");
    assertWrong("p/./muster.yaml", "the imports go round in a circle");
    assertWrong("borken.yaml", "there is no file", "did you mean broken.yaml?");
    write("p/muster.yaml", "name: '${var:nmae}'\nvariables: {name: x}\n");
    assertThatThrownBy(() -> ProjectLoader.load(folder.resolve("p")))
        .hasMessageContaining("p/muster.yaml:1: there is no variable nmae (did you mean name?)");
  }

  @Test
  void readsClustersAndSettingsToo() throws IOException {
    write("auth.yaml", "auth: {user: '${var:user}'}\n");
    write(
        "lab.yaml",
        "'**auth': auth.yaml\nname: lab\nhosts: ['${var:host}']\nvariables: {host: 'h[1-2]'}\n");
    write("home/shared.yaml", "\nworkers: 3\n");
    write("home/config.yaml", "'**shared': shared.yaml\n");

    assertThat(
            ClusterFile.load(folder.resolve("lab.yaml"), folder, null, Map.of("user", "ana"))
                .spec()
                .hosts()
                .toString())
        .contains("h1", "h2");
    Settings settings = Settings.load(folder.resolve("home"), name -> null);
    assertThat(settings.workers().value()).isEqualTo(3);
    assertThat(settings.workers().source()).hasToString(folder + "/home/shared.yaml:2");
  }

  @Test
  void boundsTheDepthOfWhatIsImported() throws IOException {
    for (int i = 0; i < 12; i++) {
      write(
          i + ".json",
          "{\"a\":".repeat(10) + "{\"**\": \"" + (i + 1) + ".json\"}" + "}".repeat(10));
    }
    write("12.json", "{}");

    assertThatThrownBy(() -> Configuration.read(folder.resolve("0.json"), Map.of()))
        .hasMessageContaining("values are nested deeper than 100");
  }

  private void assertWrong(String imported, String... messages) throws IOException {
    write("p/muster.yaml", "name: w\n'**x': '" + folder + "/" + imported + "'\n");
    assertThatThrownBy(() -> ProjectLoader.load(folder.resolve("p")))
        .isInstanceOfSatisfying(
            ProblemsException.class, e -> assertThat(e.getMessage()).contains(messages));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
