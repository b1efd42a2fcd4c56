package dev.muster.config.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.config.ini.Ini;
import dev.muster.config.text.Problems;
import dev.muster.spi.ProblemsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** What holds for all files of the language. Maps stand for objects, lists for lists. */
class LanguagePropertiesTest {

  private static final String NAMES = "abc";

  private static @Nullable Path folder;

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("language");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    try (var all = Files.walk(folder())) {
      for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(each);
      }
    }
  }

  @Property(tries = 200)
  void readsWhatItWrites(@ForAll("objects") Map<String, Object> object) {
    Path file = write("a.json", json(object, ""));
    String once = Configuration.read(file, Map.of()).json();
    Path again = write("a.json", once);

    assertThat(Configuration.read(again, Map.of()).json()).isEqualTo(once);
    assertThat(sorted(once)).isEqualTo(sorted(json(object, "")));
  }

  @Property(tries = 150)
  void commentsAndTrailingCommasChangeNothing(
      @ForAll("objects") Map<String, Object> object, @ForAll("noise") String noise) {
    String plain = Configuration.read(write("a.json", json(object, "")), Map.of()).json();

    assertThat(Configuration.read(write("b.json", json(object, noise)), Map.of()).json())
        .isEqualTo(plain);
  }

  @Property(tries = 200)
  void importsGiveWay(
      @ForAll("objects") Map<String, Object> local,
      @ForAll("objects") Map<String, Object> first,
      @ForAll("objects") Map<String, Object> second) {
    write("first.json", json(first, ""));
    write("second.yaml", json(second, ""));
    Map<String, Object> importing = new LinkedHashMap<>();
    importing.put("**1", "first.json");
    importing.putAll(local);
    importing.put("**2", "./second.yaml");

    Path file = write("a.json", json(importing, ""));

    assertThat(sorted(Configuration.read(file, Map.of()).json()))
        .isEqualTo(sorted(json(joined(joined(local, first), second), "")));
  }

  @Property(tries = 150)
  void aFileOfMustersOwnIsReadTheSameWithAndWithoutTheLanguage(
      @ForAll("objects") Map<String, Object> object) {
    Path plain = write("plain.yaml", json(object, ""));
    Path importing = write("importing.yaml", "'**': plain.yaml\n");

    assertThat(mapping(importing).replaceAll("line=\\d+", ""))
        .isEqualTo(mapping(plain).replaceAll("line=\\d+", ""));
  }

  @Property(tries = 200)
  void noTextBreaksTheReaders(@ForAll("texts") String text) {
    for (String name : List.of("x.json", "x.yaml", "x.ini")) {
      Path file = write(name, text);
      try {
        if (name.equals("x.ini")) {
          Ini.read(List.of(file)).asValue(true).json();
        } else {
          Configuration.read(file, Map.of()).json();
        }
      } catch (ProblemsException e) {
        assertThat(e.problems()).isNotEmpty();
        assertThat(e.getMessage()).contains(name);
      }
      LanguageFile.readMapping(file, Map.of("a", "1"), new Problems(file));
    }
  }

  @Property(tries = 150)
  void noBytesBreakTheReaders(@ForAll byte[] bytes) throws IOException {
    for (String name : List.of("y.json", "y.yaml", "y.ini")) {
      Path file = folder().resolve(name);
      Files.write(file, bytes);
      try {
        if (name.equals("y.ini")) {
          Ini.read(List.of(file));
        } else {
          Configuration.read(file, Map.of());
        }
      } catch (ProblemsException e) {
        assertThat(e.problems()).isNotEmpty();
      }
    }
  }

  @Provide
  Arbitrary<Map<String, Object>> objects() {
    Arbitrary<Object> plain =
        Arbitraries.of("text", "", "é \" \\ \n", "${x}", 1, -2.5, 0, true, false);
    return object(value(plain, 3));
  }

  @Provide
  Arbitrary<String> noise() {
    return Arbitraries.of(" /* , } */ ", " // ]\n", ",", "\n\t", " /**/, // x\n");
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "'",
            "a",
            "\n",
            " ",
            "  ",
            "- ",
            "**",
            "${var:a}",
            "${config_path}",
            "${",
            "$",
            "=",
            "#",
            "//",
            "/*",
            "*/",
            "\"**\": \"x.json\"",
            "NaN",
            "variables",
            "\"a\": 1",
            "[a]\n",
            "a = ${b}\n",
            "a = ${a}\n",
            "\t",
            "1e999",
            "&a",
            "*a",
            "\u0000",
            "\uFEFF",
            "%",
            "!!x",
            "<<",
            "?",
            "|",
            "\"$schema\"",
            "pipeline_config")
        .list()
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  private static Arbitrary<Object> value(Arbitrary<Object> plain, int depth) {
    if (depth == 0) {
      return plain;
    }
    return Arbitraries.oneOf(
        plain,
        value(plain, depth - 1).list().ofMaxSize(3).map(list -> (Object) list),
        object(value(plain, depth - 1)).map(map -> (Object) map));
  }

  private static Arbitrary<Map<String, Object>> object(Arbitrary<Object> value) {
    return Arbitraries.maps(Arbitraries.strings().withChars(NAMES).ofLength(1), value)
        .ofMaxSize(NAMES.length());
  }

  /** The rule of contract 2.3, written down a second time. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> joined(Map<String, Object> first, Map<String, Object> second) {
    Map<String, Object> joined = new LinkedHashMap<>(second);
    first.forEach(
        (name, value) ->
            joined.merge(
                name,
                value,
                (theirs, mine) ->
                    mine instanceof Map && theirs instanceof Map
                        ? joined((Map<String, Object>) mine, (Map<String, Object>) theirs)
                        : mine));
    return joined;
  }

  /** JSON with noise wherever a comma may stand. */
  private static String json(Object value, String noise) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(each -> json(each.getKey(), "") + ": " + json(each.getValue(), noise))
          .collect(Collectors.joining(", ", "{", (map.isEmpty() ? "" : noise) + "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(each -> json(each, noise))
          .collect(Collectors.joining(", ", "[", (list.isEmpty() ? "" : noise) + "]"));
    }
    return value instanceof String text
        ? new Value.Text(text, new Origin(Path.of(""), 0, 0, null)).json()
        : String.valueOf(value);
  }

  /** Whether two texts hold the same, whatever the order of members. */
  private static Object sorted(String json) {
    return sorted(JsonReader.read(json, new Origin(Path.of(""), 0, 0, null)));
  }

  private static Object sorted(Value value) {
    if (value instanceof Value.Members members) {
      Map<String, Object> sorted = new TreeMap<>();
      members.members().forEach(each -> sorted.put(each.name(), sorted(each.value())));
      return sorted;
    }
    if (value instanceof Value.Items items) {
      return items.values().stream().map(LanguagePropertiesTest::sorted).toList();
    }
    return value.json();
  }

  private static String mapping(Path file) {
    Problems problems = new Problems(file);
    String mapping = LanguageFile.readMapping(file, Map.of(), problems).orElseThrow().toString();
    problems.throwIfAny();
    return mapping;
  }

  private static Path write(String name, String text) {
    Path file = folder().resolve(name);
    try {
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static Path folder() {
    Path made = folder;
    if (made == null) {
      throw new IllegalStateException("not begun");
    }
    return made;
  }
}
