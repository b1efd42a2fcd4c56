package dev.muster.reports.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FlattenerTest {

  private static Map<String, String> flat(String json) throws IOException {
    Map<String, String> cells = new LinkedHashMap<>();
    Flattener.flatten(new StringReader(json), cells::put);
    return cells;
  }

  @Test
  void dotsTheKeysOfNestedObjects() throws IOException {
    assertThat(flat("{\"a\":{\"b\":{\"c\":1},\"d\":2},\"e\":3}"))
        .containsExactly(entry("a.b.c", "1"), entry("a.d", "2"), entry("e", "3"));
  }

  @Test
  void keepsNumbersAsTheyAreWritten() throws IOException {
    assertThat(flat("{\"a\":1.50,\"b\":1e400,\"c\":123456789012345678901234567890,\"d\":-0.0}"))
        .containsExactly(
            entry("a", "1.50"),
            entry("b", "1e400"),
            entry("c", "123456789012345678901234567890"),
            entry("d", "-0.0"));
  }

  @Test
  void keepsListsAsJsonInOneCell() throws IOException {
    assertThat(flat("{\"a\":[1.50, \"x\\n\", {\"b\": [null, true]}], \"z\":[]}"))
        .containsExactly(entry("a", "[1.50,\"x\\n\",{\"b\":[null,true]}]"), entry("z", "[]"));
  }

  @Test
  void writesNullEmptyAndBooleansAndNonNumbersAsText() throws IOException {
    assertThat(flat("{\"a\":null,\"b\":true,\"c\":false,\"d\":\"NaN\",\"e\":\"Infinity\"}"))
        .containsExactly(
            entry("a", ""),
            entry("b", "true"),
            entry("c", "false"),
            entry("d", "NaN"),
            entry("e", "Infinity"));
  }

  @Test
  void keepsEmptyObjectsVisible() throws IOException {
    assertThat(flat("{\"a\":{},\"b\":{\"c\":{}},\"d\":1}"))
        .containsExactly(entry("a", "{}"), entry("b.c", "{}"), entry("d", "1"));
    assertThat(flat("{}")).isEmpty();
  }

  @Test
  void refusesWhatIsNotOneWholeObject() {
    assertThatThrownBy(() -> flat("[1]")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> flat("{\"a\":[1")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> flat("{\"a\":{\"b\":1}")).isInstanceOf(IOException.class);
  }

  @Test
  void goesAsDeepAsTheResult() throws IOException {
    int depth = 3_000;
    String json = "{\"a\":".repeat(depth) + "7" + "}".repeat(depth);
    assertThat(flat(json)).hasSize(1).containsValue("7");
  }

  @Property(tries = 200)
  void undoesItsOwnDots(
      @ForAll @Size(min = 1, max = 6) @NotEmpty
          Map<
                  @AlphaChars @NotEmpty String,
                  @Size(max = 4) Map<@AlphaChars @NotEmpty String, Integer>>
              nested)
      throws IOException {
    Map<String, String> expected = new LinkedHashMap<>();
    StringJoiner json = new StringJoiner(",", "{", "}");
    nested.forEach(
        (outer, members) -> {
          StringJoiner object = new StringJoiner(",", "{", "}");
          members.forEach(
              (inner, value) -> {
                object.add("\"" + inner + "\":" + value);
                expected.put(outer + "." + inner, value.toString());
              });
          if (members.isEmpty()) {
            expected.put(outer, "{}");
          }
          json.add("\"" + outer + "\":" + object);
        });
    assertThat(flat(json.toString())).containsExactlyEntriesOf(expected);
  }
}
