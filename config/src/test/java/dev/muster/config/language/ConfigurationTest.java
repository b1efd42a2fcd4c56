package dev.muster.config.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.spi.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What files of the language come to. */
class ConfigurationTest {

  @TempDir Path folder;

  @Test
  void leavesOutCommentsAndTrailingCommas() throws IOException {
    write("a.json", "// one\n{\"x\": [1, 2.50, /* two */ true,], \"y\": null,}\n");

    assertThat(plain("a.json")).isEqualTo("{\"x\":[1,2.50,true],\"y\":null}");
  }

  @Test
  void joinsImportsBehindWhatStandsBesideThem() throws IOException {
    write("one.json", "{\"a\": 1, \"b\": {\"x\": 1, \"y\": [1]}, \"c\": \"one\"}");
    write("two.json", "{\"b\": {\"z\": 2, \"x\": 2}, \"c\": \"two\", \"d\": 2}");
    write(
        "a.json",
        "{\"**1\": \"one.json\", \"b\": {\"x\": 0}, \"**2\": \"two.json\", \"e\": [{\"**\":"
            + " \"sub/three.json\"}]}");
    write("sub/three.json", "{\"**\": \"${config_path}/../four.json\"}");
    write("four.json", "{\"four\": 4}");

    assertThat(plain("a.json"))
        .isEqualTo(
            "{\"b\":{\"x\":0,\"y\":[1],\"z\":2},\"e\":[{\"four\":4}],\"a\":1,\"c\":\"one\",\"d\":2}");
  }

  @Test
  void knowsTheFolderOfTheFileInWhichItIsWritten() throws IOException {
    write("a.json", "{\"**\": \"sub/b.json\", \"here\": \"${config_path}/x/../y\"}");
    write(
        "sub/b.json", "{\"there\": \"${config_path}\", \"${config_path}/k\": \"-${config_path}\"}");

    assertThat(plain("a.json").replace(folder.toString(), "F"))
        .isEqualTo("{\"here\":\"F/y\",\"there\":\"F/sub\",\"F/sub/k\":\"-F/sub\"}");
  }

  @Test
  void putsVariablesInOnce() throws IOException {
    write(
        "a.json",
        "{\"variables\": {\"n\": 5, \"t\": true, \"v\": \"${var:n}\", \"name\": \"x\"},"
            + " \"a\": \"${var:n}-${var:t}\", \"b\": \"${var:v}\", \"${var:name}\": 1}");

    assertThat(plain("a.json", "t", "no")).isEqualTo("{\"a\":\"5-no\",\"b\":\"${var:n}\",\"x\":1}");
  }

  @Test
  void takesBothFormsOfAChain() throws IOException {
    write("p.json", "{\"pipeline\": \"p.P\", \"variables\": {\"n\": 1}, \"x\": \"${var:n}\"}");
    write(
        "a.json",
        "[{\"pipeline_config\": {\"**\": \"p.json\"}, \"pipeline_resources\": {\"num_cpus\": 2}},"
            + " {\"**\": \"p.json\"}]");

    Configuration chain = Configuration.read(folder.resolve("a.json"), Map.of("n", "7"));

    assertThat(chain.isChain()).isTrue();
    assertThat(chain.json().replaceAll("\\s", ""))
        .isEqualTo(
            "[{\"pipeline_config\":{\"pipeline\":\"p.P\",\"x\":\"7\"},\"pipeline_resources\":"
                + "{\"num_cpus\":2}},{\"pipeline_config\":{\"pipeline\":\"p.P\",\"x\":\"7\"}}]");
    assertThat(chain.warnings()).hasSize(1);
    assertThat(chain.warnings().get(0).toString()).contains("a.json:1:").contains("element 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a": 1,, }                     | a.json:1:
          {"a": 1, "a": 2}                | Duplicate field 'a'
          {"a": 1} 2                      | something stands behind the end
          {"a": NaN}                      | a.json:1:
          {"a": 01}                       | a.json:1:
          {'a': 1}                        | a.json:1:
          {"a": 1                         | a.json:1:
          {"**": "b.json", "**": "c.json"} | Duplicate field
          7                               | an object or a list is expected, not 7
          {"**": 7}                       | a.json:1:8: an import is the path of a file, not 7
          {"**": "b.jsn"}                 | did you mean b.json?
          {"**": "list.json"}             | only objects are imported
          {"**": "self.json"}             | self.json:1:8, imported at
          {"**": "../F/c/../a.json"}      | the imports go round in a circle
          {"x": "${var:bo}"}              | there is no variable bo
          {"x": "${var:bo}", "y": "${var:ba}"} | there is no variable ba
          {"variables": {"box": 1}, "x": "${var:bo}"} | did you mean box?
          {"variables": 7}                | variables is an object, not 7
          {"variables": {"a b": 7}}       | the variable a b has other characters
          {"variables": {"a": [7]}}       | the variable a is a list
          [7]                             | element 0 of the chain is 7
          [{"pipeline": 1}, {"x": 1}]     | element 1 of the chain has no pipeline_config
          [{"pipeline_config": {}, "x": 1}] | and no x
          [{"pipeline_config": 7}]        | pipeline_config is an object, not 7
          {"variables": {"a": "b"}, "b": 1, "${var:a}": 2} | the key b is there twice
          """)
  void saysWhatIsWrongAndWhere(String text, String message) throws IOException {
    write("b.json", "{}");
    write("list.json", "[]");
    write("self.json", "{\"**\": \"./self.json\"}");
    write("a.json", text.replace("/F/", "/" + folder.getFileName() + "/"));

    assertThatThrownBy(() -> plain("a.json"))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void boundsWhatItReads() throws IOException {
    write("deep.json", "[".repeat(10 << 10));
    write("large.json", "[".repeat(2 << 20));
    assertThatThrownBy(() -> plain("deep.json")).hasMessageContaining("depth");
    assertThatThrownBy(() -> plain("large.json")).hasMessageContaining("larger than 1 MiB");
    assertThatThrownBy(() -> plain("none.json")).hasMessageContaining("there is no file");
    assertThatThrownBy(() -> plain(".")).hasMessageContaining("it is a folder");
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String plain(String name) {
    return Configuration.read(folder.resolve(name), Map.of()).json().replaceAll("\\s", "");
  }

  private String plain(String name, String variable, String value) {
    return Configuration.read(folder.resolve(name), Map.of(variable, value))
        .json()
        .replaceAll("\\s", "");
  }
}
