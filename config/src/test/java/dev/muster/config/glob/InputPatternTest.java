package dev.muster.config.glob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.muster.model.InputGlob.Syntax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputPatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "data/*.csv data/a.csv true",
        "data/*.csv data/b/a.csv false",
        "data/*.csv data/.csv true",
        "data/**/*.csv data/a.csv true",
        "data/**/*.csv data/x/y/a.csv true",
        "data/**/*.csv data.csv false",
        "data/**/b/*.csv data/ab/x.csv false",
        "data/**/b/*.csv data/a/b/x.csv true",
        "data/**/b/*.csv data/b/x.csv true",
        "**/*.csv a.csv true",
        "**/*.csv x/a.csv true",
        "** x/y/z true",
        "data/** data/x/y true",
        "data/** data false",
        "a**b a/x/b true",
        "a?c abc true",
        "a?c a/c false",
        "a[bc]d abd true",
        "a[!b]d abd false",
        "a[!b]d a/d false",
        "a[a-c]d add false",
        "a[]]d a]d true",
        "{a,b/c}/*.csv b/c/x.csv true",
        "{a,b/c}/*.csv b/x.csv false",
        "{a,{b,c}}x cx true",
        "x{,.gz} x.gz true",
        "x{,.gz} x true",
        "\\*x *x true",
        "\\*x ax false",
        "plain.csv plain.csv true",
        "plain.csv plain.csv2 false"
      })
  void matchesPaths(String pattern, String key, boolean expected) {
    assertThat(InputPattern.of(pattern, Syntax.PATH).matches(key)).isEqualTo(expected);
  }

  @Test
  void starOfFnmatchCrossesFolders() {
    InputPattern pattern = InputPattern.of("*.csv", Syntax.FNMATCH);
    assertThat(pattern.matches("a/b/c.csv")).isTrue();
    assertThat(pattern.matches("a/b/c.csv.gz")).isFalse();
    assertThat(pattern.matches("a\nb.csv")).isTrue();
  }

  @Test
  void knowsWhatAllKeysStartWith() {
    assertThat(InputPattern.of("a/b/*.csv", Syntax.PATH).literalPrefix()).isEqualTo("a/b/");
    assertThat(InputPattern.of("a/{bc,bd}/x", Syntax.PATH).literalPrefix()).isEqualTo("a/b");
    assertThat(InputPattern.of("**/x", Syntax.PATH).literalPrefix()).isEmpty();
    assertThat(InputPattern.of("a\\*b*", Syntax.PATH).literalPrefix()).isEqualTo("a*b");
    assertThat(InputPattern.of("a{b*", Syntax.FNMATCH).literalPrefix()).isEqualTo("a{b");
    assertThat(InputPattern.of("a/b.csv", Syntax.PATH).isLiteral()).isTrue();
    assertThat(InputPattern.of("a/b*.csv", Syntax.PATH).isLiteral()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a[b", "a{b", "a{b,{c}", "{1,2}{1,2}{1,2}{1,2}{1,2}{1,2}{1,2}{1,2}{1,2}{1,2}"})
  void refusesWhatIsNotClosedOrTooMuch(String pattern) {
    assertThatThrownBy(() -> InputPattern.of(pattern, Syntax.PATH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"");
  }

  /** A matcher that tries one way after the other needs longer than the age of the world here. */
  @ParameterizedTest
  @ValueSource(strings = {"*a*a*a*a*a*a*a*a*a*a*b", "**/**/**/**/a/**/**/b", "**a**a**a**a**b"})
  void noPatternIsSlow(String pattern) {
    String key = "a".repeat(20_000) + "/a".repeat(5_000);
    for (Syntax syntax : Syntax.values()) {
      InputPattern compiled = InputPattern.of(pattern, syntax);
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(60), () -> assertThat(compiled.matches(key)).isFalse());
    }
  }

  @Test
  void deepBracesDoNotBreakIt() {
    assertThatThrownBy(() -> InputPattern.of("{".repeat(5000) + "}".repeat(5000), Syntax.PATH))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> InputPattern.of("{a}".repeat(5000), Syntax.PATH))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of("a", "b", "c", "/", "*", "?", "[ab]", "[!a]", "[a-c]", "-", ".", "é")
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.of("a", "b", "c", "/", "-", ".", "é")
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 3000)
  void everyKeyThatMatchesStartsWithThePrefix(
      @ForAll("patterns") String pattern, @ForAll("keys") String key) {
    for (Syntax syntax : Syntax.values()) {
      InputPattern compiled = InputPattern.of(pattern, syntax);
      if (compiled.matches(key)) {
        assertThat(key).startsWith(compiled.literalPrefix());
      }
    }
  }

  /** Java's own glob means the same as ours where there is no {@code **}. */
  @Property(tries = 3000)
  void agreesWithJavasGlob(@ForAll("patterns") String pattern, @ForAll("keys") String key) {
    boolean comparable =
        !pattern.contains("**")
            && !key.contains("//")
            && !key.endsWith("/")
            && !pattern.contains("//")
            && !pattern.endsWith("/");
    if (comparable) {
      boolean java =
          FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(key));
      assertThat(InputPattern.of(pattern, Syntax.PATH).matches(key))
          .as("%s on %s", pattern, key)
          .isEqualTo(java);
    }
  }

  /**
   * 20,000 random pairs, judged by Python in one process. Left out is one of Python's faults: it
   * drops a range that runs backwards, and takes a {@code !} that then comes first for a negation.
   */
  @Test
  void agreesWithPythonsFnmatch() throws Exception {
    Random random = new Random(20240101);
    List<String> pairs = new ArrayList<>();
    StringBuilder input = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      String pattern =
          text(
              random,
              "ab-]\\c*?/[^é\n",
              "[a-c]",
              "[!a]",
              "[]a]",
              "[!]a]",
              "[b-a]",
              "[",
              "[a-",
              "**",
              "[-a]",
              "[a-]",
              "[^a]");
      pattern = pattern.replace("-[!", "-[");
      String key = text(random, "abc/-]\\[^é\n");
      pairs.add(pattern);
      pairs.add(key);
      input.append(hex(pattern)).append(' ').append(hex(key)).append('\n');
    }
    String verdicts = python(input.toString());
    assertThat(verdicts).hasSize(20_000).contains("0").contains("1");
    for (int i = 0; i < 20_000; i++) {
      String pattern = pairs.get(2 * i);
      String key = pairs.get(2 * i + 1);
      assertThat(InputPattern.of(pattern, Syntax.FNMATCH).matches(key))
          .as("%s on %s", pattern, key)
          .isEqualTo(verdicts.charAt(i) == '1');
    }
  }

  private static String text(Random random, String signs, String... pieces) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(7);
    for (int i = 0; i < length; i++) {
      int choice = random.nextInt(signs.length() + pieces.length);
      text.append(
          choice < signs.length()
              ? signs.substring(choice, choice + 1)
              : pieces[choice - signs.length()]);
    }
    return text.toString();
  }

  private static String hex(String text) {
    return "x" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String python(String input) throws Exception {
    String program =
        """
        import fnmatch, sys, warnings
        warnings.simplefilter("ignore")
        out = []
        for line in sys.stdin:
            p, k = (bytes.fromhex(w[1:]).decode("utf-8") for w in line.split())
            out.append("1" if fnmatch.fnmatchcase(k, p) else "0")
        sys.stdout.write("".join(out))
        """;
    Process process;
    try {
      process = new ProcessBuilder("python3", "-c", program).start();
    } catch (IOException e) {
      assumeThat(false).as("python3 is missing: apt-get install python3").isTrue();
      throw e;
    }
    Thread feeder =
        new Thread(
            () -> {
              try (var out = process.getOutputStream()) {
                out.write(input.getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    feeder.start();
    String verdicts = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    feeder.join();
    assertThat(process.waitFor()).isZero();
    return verdicts;
  }
}
