package dev.muster.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.config.text.Problems;
import dev.muster.config.yaml.YamlValue.Entry;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.config.yaml.YamlValue.Scalar;
import dev.muster.config.yaml.YamlValue.Sequence;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is JSON is read as YAML would read it; what is not is left to YAML. */
class JsonTextTest {

  private final Problems problems = new Problems(Path.of("muster.yaml"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\": 1}",
        "{\"a\": -0.5, \"b\": [true, false, null],\n\n \"c\": {\"d\": [],\n\"e\": {}}}",
        "{\"text\": \"1\", \"n\": \"null\", \"t\": \"yes\"}",
        "{\"escapes\": \"\\u00e9\\n\\t\\\"\\\\\", \"ü\": \"日本\"}",
        "{\"params\": {\"i\": {\"matrix\":\n[1,\n2]}}}\n",
      })
  void jsonIsReadAsYamlReadsIt(String json) {
    YamlValue read = JsonText.parse(json).orElseThrow();
    // Behind a line end it is no JSON for us: YAML reads it, and everything is one line lower.
    YamlValue asYaml = YamlFile.parse("\n" + json, problems).orElseThrow();
    assertThat(lower(read)).isEqualTo(asYaml);
    assertThat(YamlFile.parse(json, problems)).contains(read);
    assertThat(problems.inOrder()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a: 1",
        "{a: 1}",
        "{\"a\": 1,}",
        "{\"a\": 1",
        "{\"a\": 1} x",
        "{\"a\": 1, \"a\": 2}",
        "[1]",
        "{\"a\": NaN}",
        "{\"a\": 01}",
        "{\"a\": 'b'}",
        "{\"a\": 1} # why",
      })
  void whatIsNotJsonIsLeftToYaml(String text) {
    assertThat(JsonText.parse(text)).isEmpty();
  }

  @Test
  void whatIsTooDeepOrTooMuchIsLeftToYaml() {
    String deep = "{\"a\":".repeat(60) + "1" + "}".repeat(60);
    String much = "{\"a\": [" + "1,".repeat(NodeReader.MAX_VALUES) + "1]}";
    assertThat(JsonText.parse(deep)).isEmpty();
    assertThat(JsonText.parse(much)).isEmpty();
    YamlFile.parse(deep, problems);
    assertThat(problems.inOrder()).isNotEmpty();
  }

  private static YamlValue lower(YamlValue value) {
    if (value instanceof Scalar scalar) {
      return new Scalar(scalar.text(), scalar.kind(), scalar.line() + 1);
    }
    if (value instanceof Sequence sequence) {
      return new Sequence(
          sequence.items().stream().map(JsonTextTest::lower).toList(), sequence.line() + 1);
    }
    List<Entry> entries =
        ((Mapping) value)
            .entries().stream()
                .map(entry -> new Entry(entry.key(), lower(entry.value()), entry.line() + 1))
                .toList();
    return new Mapping(entries, value.line() + 1);
  }
}
