package dev.muster.config.ini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.config.language.Origin;
import dev.muster.config.language.Value;
import dev.muster.config.language.Value.Items;
import dev.muster.config.language.Value.Member;
import dev.muster.config.language.Value.Members;
import dev.muster.config.language.Value.Text;
import dev.muster.spi.ProblemsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random files and literals come to the same as Python's own readers make of them. */
class IniOracleIT {

  private static final int FILES = 1500;
  private static final int LITERALS = 3000;
  private static final Pattern VALID = Pattern.compile("(\\d+) of (\\d+) are valid\\s*");
  private static final Origin NOWHERE = new Origin(Path.of(""), 0, 0, null);

  private static final List<String> SECTIONS = List.of("A", "B", "DEFAULT", "Paths.Silver", "a b");
  private static final List<String> KEYS = List.of("x", "X", "long key", "y.z", "z");
  private static final List<String> WORDS =
      List.of(
          "1",
          "text",
          "two words",
          "#no",
          "a#b",
          "; semi",
          "a ; b",
          "=",
          ":",
          "$$",
          "é→",
          "\u00a0",
          "[x]",
          "'q'",
          "{1: 2}",
          "http://h:1/?a=b",
          "\u2028",
          "",
          "%(x)s",
          "\u000b");
  private static final List<String> LITERAL_PARTS =
      List.of(
          "1",
          "-2",
          "+3",
          "1.5",
          "1e3",
          ".5",
          "5.",
          "0x1F",
          "0b101",
          "0o17",
          "1_000",
          "007",
          "00",
          "True",
          "False",
          "None",
          "'a'",
          "\"b\"",
          "'''c\nd'''",
          "'\\n\\x41\\u00e9\\101\\q'",
          "r'\\d'",
          "u'x'",
          "b'x'",
          "f'x'",
          "name",
          "[",
          "]",
          "(",
          ")",
          "{",
          "}",
          ",",
          ",",
          ",",
          ":",
          ":",
          " ",
          " ",
          "\n",
          "# c\n",
          "1e999",
          "-",
          "1_",
          "1.e2",
          "0e0",
          "é",
          "...");

  @TempDir Path folder;

  private final Random random = new Random(20261128);

  @Test
  void readsPairsOfFilesAsPythonDoes() throws Exception {
    List<Value> ours = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      List<Path> pair = List.of(folder.resolve(i + "-0.ini"), folder.resolve(i + "-1.ini"));
      for (Path each : pair) {
        Files.writeString(each, file());
      }
      ours.add(outcome("", () -> Ini.read(pair).asValue(false)));
    }
    compare("files", ours, FILES / 10);
  }

  @Test
  void readsLiteralsAsPythonDoes() throws Exception {
    List<Value> ours = new ArrayList<>();
    for (int i = 0; i < LITERALS; i++) {
      String text = random.nextInt(3) == 0 ? soup() : literal(3);
      ours.add(outcome(text, () -> PythonLiteral.read(text, NOWHERE)));
    }
    compare("literals", ours, LITERALS / 10);
  }

  private void compare(String kind, List<Value> ours, int least) throws Exception {
    Files.writeString(folder.resolve("ours.json"), new Items(ours, NOWHERE).json());
    Path script = folder.resolve("oracle.py");
    try (InputStream in =
        Objects.requireNonNull(IniOracleIT.class.getResourceAsStream("oracle.py"))) {
      Files.copy(in, script);
    }
    String printed = python(script.toString(), folder.toString(), kind);
    Matcher counts = VALID.matcher(printed);
    assertThat(printed).matches(VALID);
    assertThat(counts.matches()).isTrue();
    assertThat(Integer.parseInt(counts.group(1)))
        .as("valid ones, else nothing is compared")
        .isBetween(least, ours.size() - least);
  }

  private String python(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", "-W", "ignore"));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out.txt");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
    } catch (IOException missing) {
      assumeTrue(false, "python3 is not here: apt-get install python3");
      throw missing;
    }
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).isTrue();
    return Files.readString(out);
  }

  private static Value outcome(String text, Supplier<Value> read) {
    Member result;
    try {
      result = new Member("value", read.get(), NOWHERE);
    } catch (ProblemsException e) {
      result = new Member("error", new Text(String.valueOf(e.getMessage()), NOWHERE), NOWHERE);
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Text given = new Text(new String(bytes, StandardCharsets.UTF_8), NOWHERE);
    return new Members(List.of(result, new Member("text", given, NOWHERE)), NOWHERE);
  }

  private String file() {
    StringBuilder file = new StringBuilder();
    int sections = random.nextInt(4);
    List<String> names = new ArrayList<>(SECTIONS);
    for (int i = 0; i < sections; i++) {
      file.append(rarely(40, " ")).append('[');
      file.append(names.remove(random.nextInt(names.size()))).append(']');
      file.append(rarely(30, " # c")).append(rarely(60, " tail]")).append(lineBreak());
      if (random.nextInt(60) == 0) {
        file.append("[A]\n");
      }
      List<String> keys = new ArrayList<>(KEYS);
      int entries = random.nextInt(4);
      for (int j = 0; j < entries; j++) {
        entry(file, keys.remove(random.nextInt(keys.size())));
      }
    }
    return rarely(60, "stray\n") + file;
  }

  private void entry(StringBuilder file, String key) {
    file.append(rarely(30, "  ")).append(random.nextInt(80) == 0 ? "" : key);
    file.append(one(List.of("=", " = ", ": ", " :", "\t=\t"))).append(value());
    file.append(rarely(6, " # comment")).append(lineBreak());
    while (random.nextInt(3) == 0) {
      switch (random.nextInt(6)) {
        case 0 -> file.append(lineBreak());
        case 1 -> file.append("  # comment").append(lineBreak());
        case 2 -> file.append("; comment").append(lineBreak());
        default -> file.append("    ").append(value()).append(lineBreak());
      }
    }
    file.append(rarely(80, "no delimiter\n"));
  }

  private String value() {
    StringBuilder value = new StringBuilder();
    int words = random.nextInt(3);
    for (int i = 0; i <= words; i++) {
      value.append(one(WORDS)).append(rarely(2, " "));
    }
    if (random.nextInt(5) == 0) {
      String section = random.nextInt(3) == 0 ? one(SECTIONS) + ":" : "";
      value.append("${").append(section).append(one(KEYS)).append('}');
    }
    return value
        + rarely(150, "$")
        + rarely(150, "${")
        + rarely(150, "${}")
        + rarely(150, "${a:b:c}");
  }

  /** One of our grammar, most often valid. */
  private String literal(int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return LITERAL_PARTS.get(random.nextInt(21));
    }
    StringBuilder text = new StringBuilder();
    boolean dict = random.nextInt(3) == 0;
    boolean tuple = !dict && random.nextInt(3) == 0;
    text.append(dict ? '{' : tuple ? '(' : '[').append(rarely(4, "\n"));
    int values = random.nextInt(4);
    for (int i = 0; i < values; i++) {
      text.append(i == 0 ? "" : rarely(20, " ") + ",").append(rarely(5, " # c\n"));
      text.append(dict ? literal(0) + ":" + rarely(3, " ") : "").append(literal(depth - 1));
    }
    text.append(values > 0 ? rarely(4, ",") : "").append(rarely(4, "\n"));
    return text.append(dict ? '}' : tuple ? ')' : ']').toString();
  }

  private String soup() {
    StringBuilder text = new StringBuilder();
    int parts = 1 + random.nextInt(6);
    for (int i = 0; i < parts; i++) {
      text.append(one(LITERAL_PARTS));
    }
    return text.toString();
  }

  private String lineBreak() {
    return random.nextInt(20) == 0 ? "\r\n" : "\n";
  }

  private String rarely(int one, String text) {
    return random.nextInt(one) == 0 ? text : "";
  }

  private String one(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }
}
