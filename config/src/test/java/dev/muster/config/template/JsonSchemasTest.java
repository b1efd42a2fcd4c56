package dev.muster.config.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.muster.config.Settings;
import dev.muster.config.chain.ChainFile;
import dev.muster.config.cluster.ClusterFile;
import dev.muster.config.language.Configuration;
import dev.muster.config.project.ProjectLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The schemas that editors get, asked through a validator of others. */
class JsonSchemasTest {

  private static final Path ROOT = Path.of(System.getProperty("muster.root", ".."));

  @TempDir Path folder;

  /** Run with -Dmuster.write=true to write them anew. */
  @ParameterizedTest
  @EnumSource
  void thoseInDocsAreNotStale(FileKind kind) throws IOException {
    Path file = ROOT.resolve("docs/schemas").resolve(kind.schemaFile());
    if (Boolean.getBoolean("muster.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, JsonSchemas.write(kind, false, true));
    }
    assertThat(file).hasContent(JsonSchemas.write(kind, false, true));
  }

  @ParameterizedTest
  @EnumSource
  void areSchemasThemselves(FileKind kind) {
    JsonSchema draft =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    for (boolean requiredOnly : List.of(true, false)) {
      String schema = JsonSchemas.write(kind, requiredOnly, false);
      assertThat(draft.validate(schema, InputFormat.JSON)).isEmpty();
    }
  }

  @Test
  void takeOurExamples() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("examples"), 2)) {
      List<Path> projects = files.filter(file -> file.endsWith("muster.yaml")).sorted().toList();
      assertThat(projects).hasSizeGreaterThan(3);
      for (Path project : projects) {
        String json = Configuration.read(project, Map.of()).json();
        assertThat(wrong(FileKind.PROJECT, json)).as(project.toString()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void takeTemplatesWhichMusterReads(FileKind kind) throws IOException {
    for (boolean descriptions : List.of(true, false)) {
      Path file = folder.resolve(kind.file());
      Files.writeString(file, MinimalTemplate.write(kind, false, descriptions));
      Files.writeString(folder.resolve("entrypoint.py"), "def main(): return {}\n");
      switch (kind) {
        case PROJECT -> assertThat(ProjectLoader.load(folder).warnings()).isEmpty();
        case CLUSTER ->
            assertThat(ClusterFile.load(file, folder, null, Map.of()).warnings()).isEmpty();
        case PIPELINE -> assertThat(Files.readString(file)).contains("steps:");
        case CHAIN -> assertThat(ChainFile.load(file, Map.of()).elements()).hasSize(2);
        case SETTINGS -> assertThat(Settings.load(folder, name -> null).all()).isNotEmpty();
      }
      if (kind != FileKind.SETTINGS) {
        assertThat(wrong(kind, Configuration.read(file, Map.of()).json())).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void knowEveryOptionOfTheTemplateWithItsExample(FileKind kind) throws IOException {
    Path file = folder.resolve(kind.file());
    String all =
        MinimalTemplate.write(kind, false, false).replaceAll("(?m)^( *)# ([a-z_]+: )", "$1$2");
    Files.writeString(file, all);

    assertThat(wrong(kind, Configuration.read(file, Map.of()).json())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PROJECT | {"inputs": "*.csv", "entrypoint": {"python": "a:b"}, "retires": 1}     | retires
          PROJECT | {"inputs": "*.csv", "entrypoint": {"python": "a:b"}, "retries": "x"}   | retries
          PROJECT | {"inputs": "*.csv", "entrypoint": {"python": "a:b"}, "retries": 101}   | retries
          PROJECT | {"inputs": "*.csv", "entrypoint": {"pyhton": "a:b"}}                   | pyhton
          PROJECT | {"entrypoint": {"python": "a:b"}}                                      | inputs
          PROJECT | {"inputs": true, "entrypoint": {"python": "a:b"}}                      | inputs
          PROJECT | {"**base": 7}                                                          | base
          CLUSTER | {"name": "lab", "hots": ["a"]}                                         | hots
          CLUSTER | {"name": "lab", "auth": {"port": 70000}}                               | port
          CLUSTER | {"cluster_name": "lab", "provider": {"type": "local"}, "hosts": []}    | hosts
          PIPELINE | {"steps": [{"id": "a", "comand": ["b"]}]}                             | comand
          PIPELINE | {"pipeline": [{"component_id": "A"}], "general_config_path": "g.ini"} | component_config_path
          CHAIN | [{"pipeline_config": {"project": "a", "rounds": 0}}]                     | rounds
          CHAIN | [{"pipeline_config": {"pipeline": "a.yaml", "rounds": 2}}]               | rounds
          CHAIN | [{"pipeline_config": {"project": "a"}, "pipeline_resources": {"cpu": 1}}] | cpu
          CHAIN | {"number": 1}                                                            | project
          SETTINGS | {"workers": -1}                                                       | workers
          """)
  void refuseWhatMusterRefuses(FileKind kind, String json, String key) {
    assertThat(wrong(kind, json)).isNotEmpty().anySatisfy(each -> assertThat(each).contains(key));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PROJECT | {"**base": "base.yaml", "retries": "${var:n}", "variables": {"n": 1}}
          PROJECT | {"$schema": "project.schema.json", "**base": "base.yaml"}
          CLUSTER | {"cluster_name": "lab", "provider": {"type": "local", "head_ip": "10.0.0.1"}, "auth": {"ssh_user": "ana"}}
          PIPELINE | {"pipeline": [{"component_id": "A", "component_config_path": "a.ini"}], "general_config_path": "g.ini"}
          PIPELINE | {"steps": [{"id": "a", "command": ["b"], "retries": "${var:n}"}]}
          CHAIN | [{"pipeline_config": {"project": "a"}, "pipeline_resources": {"num_cpus": 2}}, {"pipeline": "p.json"}]
          CHAIN | [{"pipeline_config": {"**base": "b.json", "from": "clean"}}, {"**element": "e.json"}]
          CHAIN | {"pipeline": "p.yaml", "pipeline_variables": {"day": 1}, "variables": {"x": 1}}
          SETTINGS | {"offline": "yes", "workers": 4}
          """)
  void takeTheLanguage(FileKind kind, String json) {
    assertThat(wrong(kind, json)).isEmpty();
  }

  private static List<String> wrong(FileKind kind, String json) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(JsonSchemas.write(kind, false, true))
        .validate(json, InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }
}
