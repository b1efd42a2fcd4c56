package dev.muster.config.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.config.schema.Option;
import dev.muster.config.text.Problems;
import dev.muster.config.yaml.YamlFile;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ProblemsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {

  @TempDir Path temp;
  private Folder folder;

  @BeforeEach
  void makeFolder() throws Exception {
    folder = new Folder(Files.createDirectory(temp.resolve("p")));
  }

  /** Each line is wrong in one way; the message names the value, the hint the repair. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "retrys: 3 ~ unknown key \"retrys\" (did you mean retries?)",
        "banana: 3 ~ unknown key \"banana\" (known are name, inputs,",
        "retries: many ~ retries: a whole number is expected, not the text \"many\" (for instance  retries: 2)",
        "retries: [1] ~ retries: a whole number is expected, not a list of 1",
        "retries: -1 ~ retries: -1 is not between 0 and 100",
        "retries: 1.5 ~ not the number \"1.5\"",
        "retries: 99999999999999999999 ~ a whole number is expected",
        "retries: 010 ~ a whole number is expected",
        "timeout: soon ~ timeout: a time span such as 90s, 5m or 1h30m",
        "timeout: 0 ~ a time span is more than 0",
        "timeout: {m: 5} ~ not a mapping (1 keys)",
        "memory: lots ~ memory: a size such as 2GiB",
        "memory: 2 ~ memory: 2 bytes are too few for any process (give a unit, for instance  memory: 2GiB)",
        "columns: \"(\" ~ columns: \"(\" is no regular expression",
        "columns: yes ~ YAML takes \"yes\" for a boolean: put it in quotes",
        "columns: {a: 1} ~ columns: a regular expression is expected, not a mapping",
        "name: My Project ~ name: \"My Project\" is not 1 to 63 of a-z, 0-9, '.', '_' and '-' (for instance  name: my-project)",
        "name: \"\" ~ name: it is blank",
        "name: [a] ~ name: a name is expected, not a list of 1",
        "params: [1] ~ params: a mapping is expected, not a list of 1",
        "params: {a b: 1} ~ params: \"a b\" is no name of a parameter",
        "params: {file: 1} ~ params: file is what Muster itself tells the entrypoint",
        "params: {w: {matrix: []}} ~ params.w.matrix: a list with values is expected",
        "params: {w: {matrix: 3}} ~ params.w.matrix: a list with values is expected, not the number \"3\"",
        "params: {w: {matrix: [1], x: 2}} ~ matrix stands alone",
        "params: {w: } ~ params.w has no value",
        "params: {w: .nan} ~ is no number that JSON has",
        "params: {w: 12:30} ~ in another base than ten",
        "params: {w: 99999999999999999999} ~ does not fit in 64 bits",
        "requirements: none.txt ~ requirements: there is no file \"none.txt\"",
        "env: [A] ~ env: a mapping is expected, not a list of 1",
        "env: {1A: x} ~ env: \"1A\" is no name of an environment variable",
        "env: {A: [1]} ~ env.A: a text is expected, not a list of 1",
        "env: {MUSTER_RUN: x} ~ MUSTER_RUN is one of Muster's own variables",
        "secrets: {A: x} ~ secrets: the name of an environment variable",
        "secrets: [A, A] ~ secrets: A is there twice",
        "secrets: [\"hunter2!\"] ~ secrets: an element is no name of an environment variable",
        "files: [none.lic] ~ files: there is no file \"none.lic\"",
        "files: [data] ~ files: \"data\" is a folder, not a file",
        "files: [{target: x}] ~ the key files.source is missing",
        "files: [{source: entrypoint.py, target: ../x}] ~ the target \"../x\" is not below",
        "files: [{source: entrypoint.py, target: /x}] ~ the target \"/x\" is not below",
        "files: [entrypoint.py, {source: data/a.csv, target: entrypoint.py}] ~ two files have the target",
        "retry_on: [timeuot] ~ retry_on: \"timeuot\" is no failure that can be retried (did you mean timeout?)",
        "max_tasks_per_worker: x ~ max_tasks_per_worker: a whole number is expected",
        "repeat_number_per_round: 0 ~ 0 is not between 1 and",
        "saved_to: gs://x/y ~ saved_to: s3://bucket/prefix is expected, not \"gs://x/y\"",
        "filename: x ~ filename: a mapping is expected",
        "filename: {saved_data: ../x} ~ is not a plain file name",
        "filename: {save_data: x} ~ unknown key \"filename.save_data\" (did you mean saved_data?)",
        "\"a\\\"b\\nc\": 1 ~ unknown key \"a\\\"b\\nc\"",
        "{a: b}: 1 ~ a key is a text",
        "<<: {a: 1} ~ the merge key << is not read",
      })
  void namesWhatIsWrong(String line, String expected) throws Exception {
    folder.write("data/a.csv", "a\n").with(line + "\n");
    assertThat(folder.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem)
                    .startsWith("3: ")
                    .contains(expected.strip())
                    .doesNotContain("hunter2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "inputs: [] ~ inputs: the list is empty",
        "inputs: ~ the key inputs has no value",
        "inputs: 3: x ~ not YAML at column",
        "inputs: {a: b} ~ inputs: a glob or a list of them is expected|inputs: a glob is expected",
        "inputs: [[a]] ~ inputs[0]: a glob is expected, not a list of 1",
        "inputs: data ~ inputs: \"data\" is a folder (for the files in it  data/*)",
        "inputs: data/ ~ inputs: \"data/\" is a folder",
        "inputs: . ~ is a folder",
        "inputs: ../x/*.csv ~ leads out of the project folder",
        "inputs: gs://b/x ~ no store is known for \"gs://b/x\" (known are file:, s3:// and hdfs://)",
        "inputs: s3:///x ~ names no bucket",
        "inputs: s3://my-*/x ~ names no bucket",
        "inputs: s3://bucket ~ names no keys (for all keys  s3://bucket/**)",
        "inputs: \"data/[a\" ~ the [ in \"data/[a\" is not closed",
        "inputs: \"data/{a\" ~ the { in \"data/{a\" is not closed",
        "inputs: **/*.csv ~ must stand in quotes, else it is YAML's alias sign",
        "inputs: *.csv ~ must stand in quotes",
      })
  void namesWrongInputs(String line, String expected) throws Exception {
    folder.write("data/a.csv", "a\n").write("entrypoint.py", "");
    folder.write("muster.yaml", "entrypoint: {python: \"entrypoint:main\"}\n" + line + "\n");
    String problem = folder.problems().get(0);
    assertThat(problem).startsWith("2: ");
    assertThat(expected.strip().split("\\|")).anySatisfy(one -> assertThat(problem).contains(one));
  }

  @Test
  void namesTheLineOfAnElement() throws Exception {
    folder.write(
        "muster.yaml",
        "inputs:\n  - a\n  - gs://b/x\nentrypoint: {command: [\"true\"]}\nretry_on:\n  - timeout\n  - x\nsecrets:\n  - A\n  - A\n");
    assertThat(folder.problems().stream().map(problem -> problem.replaceFirst(":.*", "")))
        .containsExactly("3", "7", "10");
  }

  @Test
  void explainsTheTilde() throws Exception {
    folder.write("muster.yaml", "inputs: ~/data/*.csv\nentrypoint: {command: [\"true\"]}\n");
    assertThat(folder.problems()).singleElement().asString().contains("~ is not written out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "entrypoint:main ~ entrypoint: python or command is expected, not the text",
        "{} ~ entrypoint: python or command is missing",
        "{python: \"a:b\", command: [x]} ~ python and command exclude each other",
        "{python: main} ~ module:function is expected, not \"main\"",
        "{python: \"a:b\", result: x} ~ a Python function returns its result",
        "{pyton: \"a:b\"} ~ unknown key \"entrypoint.pyton\" (did you mean python?)",
        "{command: \"./tool {path}\"} ~ a list with a program and its arguments is expected",
        "{command: []} ~ a list with a program and its arguments is expected",
        "{command: [x, {path}]} ~ braces without quotes are YAML's mapping (write \"{path}\")",
        "{command: [x, \"{pth}\"]} ~ there is no placeholder {pth} (did you mean {path}?)",
        "{command: [x, \"{params.w}\"]} ~ there is no placeholder {params.w}",
        "{command: [x, \"{path\"]} ~ is not closed",
        "{command: [x, true]} ~ put it in quotes",
        "{command: [./none]} ~ there is no program \"./none\"",
        "{command: [./entrypoint.py]} ~ \"./entrypoint.py\" may not be executed (chmod +x ./entrypoint.py)",
        "{command: [x], result: /abs} ~ entrypoint.result: \"/abs\" is not below the project folder",
      })
  void namesWrongEntrypoints(String value, String expected) throws Exception {
    folder.write("entrypoint.py", "");
    folder.write("muster.yaml", "inputs: data/*\nentrypoint: " + value + "\n");
    assertThat(folder.problems().get(0)).startsWith("2: ").contains(expected.strip());
  }

  @Test
  void listsEverythingInTheOrderOfTheLines() throws Exception {
    folder.write(
        "muster.yaml",
        """
        nmae: x
        columns: "["
        timeout: x
        secrets: [A]
        env: {A: 1}
        timeout: 3
        """);
    List<String> problems = folder.problems();
    assertThat(problems.stream().map(problem -> problem.replaceFirst(":.*", "")))
        .containsExactly("1", "1", "1", "2", "3", "4", "6");
    assertThat(String.join("\n", problems))
        .contains("the key inputs is missing")
        .contains("the key entrypoint is missing")
        .contains("the key \"timeout\" is there twice, first in line 3")
        .contains("A stands in env too");
    ProblemsException thrown =
        catchThrowableOfType(ProblemsException.class, () -> ProjectLoader.load(folder.path()));
    assertThat(thrown).hasMessageContaining(folder.path().resolve("muster.yaml") + ":2: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "`` ~ 0: the file is empty",
        "`# only this` ~ 0: the file is empty",
        "`- a` ~ 1: keys with values are expected, not a list of 1",
        "`hello` ~ 1: keys with values are expected, not the text \"hello\"",
        "`a: 1\n\tb: 2` ~ 2: not YAML at column 1",
        "`a: 1\n---\nb: 2` ~ keep one document",
        "`a: [1` ~ not YAML at column",
        "`a: @x` ~ a text that starts with @ must stand in quotes",
        "`a: b: c` ~ must stand in quotes",
        "`a: &x [*x]` ~ the value holds itself",
      })
  void explainsFilesThatAreNoConfiguration(String content, String expected) throws Exception {
    folder.write("muster.yaml", content);
    assertThat(folder.problems())
        .anySatisfy(problem -> assertThat(problem).contains(expected.strip()));
  }

  @Test
  void tellsAboutTabs() throws Exception {
    folder.write("muster.yaml", "entrypoint:\n\tpython: x\n");
    assertThat(folder.problems())
        .singleElement()
        .asString()
        .startsWith("2: ")
        .contains("not with tabs");
  }

  @Test
  void refusesHugeAndBinaryFiles() throws Exception {
    byte[] garbage = new byte[10 << 20];
    new Random(1).nextBytes(garbage);
    Path file = folder.path().resolve("muster.yaml");
    Files.write(file, garbage);
    assertThat(folder.problems()).singleElement().asString().contains("larger than 1 MiB");
    Files.write(file, Arrays.copyOf(garbage, 100_000));
    assertThat(folder.problems()).singleElement().asString().contains("is not UTF-8 text");
    Files.write(file, new byte[] {'a', ':', 0, 1, 2});
    assertThat(folder.problems()).singleElement().asString().contains("is not text: U+0000");
    Files.write(file, "a: ".concat("[".repeat(500_000)).getBytes(StandardCharsets.UTF_8));
    assertThat(folder.problems()).isNotEmpty();
    Files.write(file, "a: x\n".repeat(200_000).getBytes(StandardCharsets.UTF_8));
    assertThat(folder.problems()).hasSize(101);
  }

  @Test
  void anExplodingFileIsBounded() throws Exception {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a" + i + ": &a" + i + " [");
      bomb.append(("*a" + (i - 1) + ",").repeat(4)).append("]\n");
    }
    folder.write("muster.yaml", bomb.toString());
    assertThat(folder.problems())
        .anySatisfy(problem -> assertThat(problem).contains("more than 100000 values"));
  }

  @Test
  void tooManyCombinationsAreRefused() throws Exception {
    String matrix = "{matrix: [" + "1,".repeat(99) + "1]}";
    folder.with(
        "params: {a: " + matrix + ", b: " + matrix + ", c: " + matrix + ", d: " + matrix + "}\n");
    assertThat(folder.problems())
        .singleElement()
        .asString()
        .contains("more than 100000 combinations");
  }

  @Test
  void foldersInNoKnownFormSayWhatIsMissing() throws Exception {
    assertThatThrownBy(() -> ProjectLoader.load(temp.resolve("none")))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND))
        .hasMessageContaining("there is no project folder");
    assertThat(String.join("\n", folder.problems()))
        .contains(
            "muster.yaml is missing",
            "Dockerfile is missing",
            "entrypoint.py is missing",
            "requirements.txt is missing",
            "config.yaml is missing",
            "muster init");
    folder.write("muster.yml", "");
    assertThat(folder.problems()).singleElement().asString().contains("rename it to muster.yaml");
    assertThatThrownBy(() -> ProjectLoader.load(folder.path().resolve("muster.yml")))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID));
    Files.createDirectory(folder.path().resolve("muster.yaml"));
    assertThat(folder.problems()).singleElement().asString().contains("cannot be read");
  }

  /** Every key of both forms, with every shape of value: problems, never an exception of Java. */
  @Test
  void wrongTypesEverywhereAreProblems() throws Exception {
    List<String> values =
        List.of(
            "",
            "1",
            "-1",
            "1.5",
            "x",
            "''",
            "true",
            "[]",
            "[1]",
            "[[]]",
            "[{}]",
            "{}",
            "{a: 1}",
            "{a: {matrix: [1]}}",
            "[~]",
            "2024-01-01",
            "\"\\0\"",
            "!!binary aGk=",
            "/",
            "..",
            "'{'",
            "'a\\nb'");
    for (String value : values) {
      for (Option<?> option : NativeOptions.PROJECT.options()) {
        if (!option.key().equals("inputs") && !option.key().equals("entrypoint")) {
          folder.with(option.key() + ": " + value + "\n");
        } else {
          folder.write("muster.yaml", option.key() + ": " + value + "\n");
        }
        loadOrProblems();
      }
      for (Option<?> option : NativeOptions.ENTRYPOINT_KEYS.options()) {
        folder.write(
            "muster.yaml", "inputs: x\nentrypoint: {" + option.key() + ": " + value + "}\n");
        loadOrProblems();
      }
    }
    Files.delete(folder.path().resolve("muster.yaml"));
    folder.write("Dockerfile", "").write("requirements.txt", "");
    for (String value : values) {
      for (Option<?> option : GismoOptions.PROJECT.options()) {
        folder.write("config.yaml", option.key() + ": " + value + "\n");
        assertThat(folder.problems()).isNotEmpty();
      }
    }
  }

  private void loadOrProblems() {
    try {
      ProjectLoader.load(folder.path());
    } catch (ProblemsException e) {
      assertThat(e.problems()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\"b",
        "a'b",
        "a\nb",
        "ünï",
        "-",
        "...",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        " "
      })
  void everyFolderNameGivesAProjectName(String name) {
    assertThat(NativeForm.nameOf(Path.of("/x").resolve(name)).value()).isNotEmpty();
  }

  @Property(tries = 500)
  void noYamlTextBreaksTheReader(@ForAll String text) {
    var problems = new Problems(null);
    var value = YamlFile.parse(text, problems);
    assertThat(value.isPresent() || !problems.isEmpty()).isTrue();
  }
}
