package dev.muster.config.ini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What INI files come to, and what is said of wrong ones. */
class IniTest {

  @TempDir Path folder;

  @Test
  void putsTheFileOfAComponentOverTheGeneralOne() throws IOException {
    write("general.ini", "[Paths]\nhome = /data # here\nbronze = ${home}/bronze\n[Spark]\nx = 1\n");
    write("component.ini", "[Spark]\nx = 2\n[Step]\nout = ${Paths:bronze}/a\ndates =\n  1\n  2\n");

    Ini ini = read("general.ini", "component.ini");

    assertThat(ini.find("Step", "out").orElseThrow().text()).isEqualTo("/data/bronze/a");
    assertThat(ini.find("Step", "dates").orElseThrow().items()).containsExactly("1", "2");
    assertThat(ini.find("Spark", "x").orElseThrow())
        .isEqualTo(new IniValue("2", folder.resolve("component.ini"), 2));
    assertThat(ini.find("Spark", "X")).isEmpty();
    assertThat(ini.section("None")).isEmpty();
  }

  @Test
  void readsLiteralsAndEvaluatesNothing() throws IOException {
    write(
        "a.ini",
        "[A]\na = [1, 'x', {'k': None}]\nb = __import__('os').system('true')\nc =\n  [1,\n  2]\n");

    Ini ini = read("a.ini");

    assertThat(ini.find("A", "a").orElseThrow().literal().json().replaceAll("\\s", ""))
        .isEqualTo("[1,\"x\",{\"k\":null}]");
    assertThat(ini.asValue(true).json()).contains("\"b\" : \"__import__('os').system('true')\"");
    assertThat(ini.find("A", "c").orElseThrow().literal().json().replaceAll("\\s", ""))
        .isEqualTo("[1,2]");
    assertThatThrownBy(() -> ini.find("A", "b").orElseThrow().literal())
        .hasMessageContaining("a.ini:3: not a literal at character 1: __import__ is a name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          x = 1                        | a.ini:1: "x = 1" stands before the first section
          [A]¶stray                    | a.ini:2: neither [section] nor key = value: "stray"
          [A]¶= 1                      | a.ini:2: there is no key before =
          [A]¶x=1¶x=2                  | a.ini:3: the key x is there twice in [A], first in line 2
          [A]¶[B]¶[A]                  | a.ini:3: the section [A] is there twice, first in line 1
          [A]¶x=${y}                   | a.ini:2: [A] x: ${y} leads to nothing ([A] has no key y)
          [A]¶x=${long_nam}¶long_name=1 | did you mean ${long_name}?
          [A]¶x=${Pats:y}¶[Paths]¶y=1  | did you mean ${Paths:y}?
          [A]¶x=${Q:y}                 | there is no section [Q]
          [A]¶x=1¶  # c¶  ${y}         | a.ini:4: [A] x: ${y} leads to nothing
          [A]¶x=${y}¶y=${B:z}¶[B]¶z=${A:x} | ${A:x} leads round in a circle: A:x → A:y → B:z → A:x
          [A]¶x=${x}                   | ${x} leads round in a circle
          [A]¶x=5 $                    | a single $ stands for nothing (write $$ for a $)
          [A]¶x=${y                    | the ${ is not closed
          [A]¶x=${}                    | the ${} names nothing
          [A]¶x=${a:b:c}               | ${a:b:c} has more than one colon
          [DEFAULT]¶x=${no}¶[A]¶y=1    | a.ini:2: [A] x: ${no} leads to nothing
          """)
  void saysWhatIsWrongAndWhere(String text, String message) throws IOException {
    write("a.ini", text.replace('¶', '\n'));

    assertThatThrownBy(() -> read("a.ini"))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining(message);
  }

  @Test
  void saysAllThatIsWrongInAllFilesAtOnce() throws IOException {
    write("a.ini", "[A]\nx=1\nx=2\nstray\n");
    Files.write(folder.resolve("latin.ini"), "[A]\nx=é".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> read("a.ini", "latin.ini", "b.ini"))
        .isInstanceOfSatisfying(
            ProblemsException.class,
            e ->
                assertThat(e.problems().stream().map(Problem::toString))
                    .satisfiesExactly(
                        one -> assertThat(one).contains("a.ini:3: the key x"),
                        two -> assertThat(two).contains("a.ini:4: neither"),
                        three -> assertThat(three).contains("latin.ini:2: the file is not UTF-8"),
                        four -> assertThat(four).contains("b.ini: there is no such file")));
    write("c.ini", "[A]\nx=${no}\ny=${none}-${nothing}\n");
    assertThatThrownBy(() -> read("c.ini"))
        .isInstanceOfSatisfying(ProblemsException.class, e -> assertThat(e.problems()).hasSize(3));
  }

  @Test
  void leavesOutWhereverItMakesNoSenseWhatDefaultGivesToAllSections() throws IOException {
    write("a.ini", "[DEFAULT]\nx=${home}/x\n[A]\nhome=/a\n[B]\ny=1\n");

    Ini ini = read("a.ini");

    assertThat(ini.find("A", "x").orElseThrow().text()).isEqualTo("/a/x");
    assertThat(ini.find("B", "x")).isEmpty();
    write("b.ini", "[DEFAULT]\nx=${home}/x\n[A]\nhome=/a\n[B]\ny=${x}\n");
    assertThatThrownBy(() -> read("b.ini")).hasMessageContaining("[B] x: ${home} leads to nothing");
  }

  @Test
  void warnsOfWhatPythonsReaderDropsInSilence() throws IOException {
    write("a.ini", "[A] x = 1\ny = 2\n");

    assertThat(read("a.ini").warnings().toString()).contains("a.ini:1: what stands behind [A]");
  }

  @Test
  void boundsWhatFilesComeTo() throws IOException {
    StringBuilder doubling = new StringBuilder("[A]\nv0=$$" + "x".repeat(5000) + "\n");
    for (int i = 1; i < 10; i++) {
      doubling.append("v" + i + "=").append(("${v" + (i - 1) + "}").repeat(100)).append('\n');
    }
    write("doubling.ini", doubling.toString());
    StringBuilder chain = new StringBuilder("[A]\nv0=$$\n");
    for (int i = 1; i < 20_000; i++) {
      chain.append("v" + i + "=${v" + (i - 1) + "}\n");
    }
    write("chain.ini", chain.toString());
    write("many.ini", "[DEFAULT]\n" + lines("k", 1000) + sections(1000));
    write("dollars.ini", "[A]\nx=" + "$-".repeat(500_000));
    write("stray.ini", "[A]\n" + "stray\n".repeat(100_000));
    write("lost.ini", "[A]\n" + lines("x", 10_000).replace("=", "=${no}"));
    write("large.ini", "[A]\n" + "x".repeat(2 << 20));
    write("deep.ini", "[A]\nx=" + "[".repeat(500_000));

    assertThatThrownBy(() -> read("doubling.ini")).hasMessageContaining("more than 1048576");
    assertThatThrownBy(() -> read("chain.ini")).hasMessageContaining("lead on more than 10 times");
    assertThatThrownBy(() -> read("many.ini")).hasMessageContaining("more than 16 MiB");
    assertThatThrownBy(() -> read("dollars.ini")).hasMessageContaining("a single $");
    assertThatThrownBy(() -> read("stray.ini")).hasMessageContaining("99900 more problems");
    assertThatThrownBy(() -> read("lost.ini")).hasMessageContaining("9900 more problems");
    assertThatThrownBy(() -> read("large.ini")).hasMessageContaining("larger than 1 MiB");
    assertThatThrownBy(() -> read(".")).hasMessageContaining("it is a folder");
    assertThatThrownBy(() -> read("deep.ini").find("A", "x").orElseThrow().literal())
        .hasMessageContaining("nested deeper than 100");
  }

  @Test
  void followsReferencesAsFarAsPythonDoes() throws IOException {
    StringBuilder chain = new StringBuilder("[A]\nv0=$$\n");
    for (int i = 1; i < 10; i++) {
      chain.append("v" + i + "=${v" + (i - 1) + "}\n");
    }
    write("ten.ini", chain.toString());
    write("eleven.ini", chain + "v10=${v9}\n");

    assertThat(read("ten.ini").find("A", "v9").orElseThrow().text()).isEqualTo("$");
    assertThatThrownBy(() -> read("eleven.ini"))
        .isInstanceOfSatisfying(
            ProblemsException.class,
            e -> assertThat(e.problems()).singleElement().asString().contains("eleven.ini:12:"));
  }

  private static String lines(String name, int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(name).append(i).append("=\n");
    }
    return lines.toString();
  }

  private static String sections(int count) {
    return lines("[S", count).replace("=", "]");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private Ini read(String... names) {
    return Ini.read(Stream.of(names).map(folder::resolve).toList());
  }
}
