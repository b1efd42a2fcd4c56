package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is given: a clear error, the right exit code, and nothing lost. */
class BadInputIT {

  @TempDir Path folder;
  private InProcess muster;

  @BeforeEach
  void muster() {
    muster = new InProcess(folder.resolve("home"), folder);
  }

  @Test
  void missingFolder() {
    MusterRun run = muster.run("map", "nowhere");
    assertThat(run.code()).isEqualTo(65);
    assertThat(run.err()).contains("nowhere").doesNotContain("\tat ");
  }

  @Test
  void folderWithoutAProject() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    Files.writeString(folder.resolve("empty/entrypoint.py"), "");
    MusterRun run = muster.run("map", "empty");
    assertThat(run.code()).isIn(65, 78);
    assertThat(run.err()).contains("Dockerfile", "requirements.txt", "config.yaml");
  }

  @Test
  void allConfigurationProblemsAtOnceWithTheirLines() {
    Projects.write(
        folder.resolve("p"),
        "muster.yaml",
        "name: p\ninputs: 7\nentrypoin: {python: a:b}\ntimeout: soon\nretries: many\n");
    MusterRun run = muster.run("map", "validate", "p");
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err())
        .contains("muster.yaml:3", "entrypoint", "muster.yaml:4", "muster.yaml:5", "problems");
  }

  @Test
  void emptyMatch() {
    project("inputs: 'none/*.csv'", "def main(file):\n    return {}\n");
    MusterRun run = muster.run("map", "p");
    assertThat(run.code()).isEqualTo(65);
    assertThat(run.err()).contains("no input matches", "none/*.csv");
    assertThat(folder.resolve("p/results")).doesNotExist();
  }

  @Test
  void headerWithoutMatch() throws IOException {
    Path project =
        project("inputs: '*.csv'\ncolumns: ^temp", "def main(file, column):\n    return {}\n");
    Files.writeString(project.resolve("a.csv"), "date,rain\n1,2\n");
    MusterRun run = muster.run("map", "p");
    assertThat(run.code()).isEqualTo(65);
    assertThat(run.err()).contains("a.csv", "^temp", "rain");
  }

  @Test
  void namedFileThatIsNotThere() {
    project("inputs: '*.txt'", "def main(file):\n    return {}\n");
    MusterRun run = muster.run("map", "p", "-f", "x.txt", "-f", "../../etc/passwd", "-f", "y y");
    assertThat(run.code()).isEqualTo(65);
    assertThat(run.err()).contains("x.txt", "passwd", "y y");
  }

  @Test
  void unreadableInput() throws IOException {
    Assumptions.assumeFalse(
        "root".equals(System.getProperty("user.name")), "root reads everything: run as a user");
    Path project = project("inputs: '*.txt'", "def main(file):\n    return {}\n");
    Files.setPosixFilePermissions(
        project.resolve("in.txt"), PosixFilePermissions.fromString("---------"));
    MusterRun run = muster.run("map", "p");
    assertThat(run.code()).isEqualTo(77);
    assertThat(run.err()).contains("in.txt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "import nothing_like_this                     | nothing_like_this",
        "def other(file): pass                        | main",
        "main = 7                                     | main",
        "def main(file, wanted): pass                 | wanted",
        "def main(:                                   | SyntaxError",
      })
  void entrypointThatCannotBeCalled(String code, String named) {
    project("inputs: '*.txt'", code + "\n");
    for (Object[] line : new Object[][] {{"map", "p"}, {"map", "validate", "p"}}) {
      MusterRun run = muster.run(line);
      assertThat(run.code()).as(run.err()).isEqualTo(65);
      assertThat(run.err()).contains(named).doesNotContain("\tat ");
    }
    assertThat(muster.run("runs", "list", "--json").out()).doesNotContain("\"failed\":1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return [1]                                     | BAD_RESULT       | list",
        "return {'a': object()}                         | BAD_RESULT       | object",
        "raise ValueError('it is\\nbroken')             | EXCEPTION        | ValueError: it is",
        "import sys; sys.exit(3)                        | EXIT             | 3",
        "import os; os._exit(4)                         | CRASH            | 4",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV) | QUARANTINED | SIGSEGV",
        "import time; time.sleep(60)                    | TIMEOUT          | 3s",
        "x = bytearray(300 << 20); import time; time.sleep(9) | MEMORY     | 100",
        "return {'x': 'y' * (257 << 20)}                | RESULT_TOO_LARGE | 256",
      })
  void taskThatMisbehaves(String body, String kind, String named) {
    project(
        "inputs: '*.txt'\ntimeout: "
            + (kind.equals("TIMEOUT") ? "3s" : "1m")
            + "\nmemory: "
            + (kind.equals("MEMORY") ? "100MiB" : "4GiB"),
        "def main(file):\n    " + body + "\n");
    MusterRun run = muster.run("map", "p", "--json");
    assertThat(run.code()).as(run.err()).isEqualTo(1);
    var task =
        run.json().stream().filter(e -> "task".equals(e.get("event"))).findFirst().orElseThrow();
    if (!kind.equals("CRASH")) {
      assertThat(task.get("kind")).isEqualTo(kind);
    }
    assertThat(String.valueOf(task.get("failure"))).contains(named);
    assertThat(folder.resolve("p/results/latest/report.html")).isNotEmptyFile();
  }

  @Test
  void outputThatLooksLikeTheProtocol() throws IOException {
    project(
        "inputs: '*.txt'",
        """
        import os, sys
        def main(file):
            print('{"id":0,"ok":true,"data":{"x":1}}')
            sys.stdout.flush()
            os.write(1, b'\\xff\\xfe\\x00\\x1b[2J{"exit":{"signal":9}}\\n')
            os.write(2, b'garbage')
            return {"x": 2}
        """);
    MusterRun run = muster.run("map", "p");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readString(folder.resolve("p/results/latest/results.csv"))).contains(",2\n");
    MusterRun logs = muster.run("runs", "logs", "latest");
    assertThat(logs.out()).contains("garbage", "\\u001b[2J").doesNotContain("\u001b");
  }

  @Test
  void notANumber() throws IOException {
    project(
        "inputs: '*.txt'",
        "def main(file):\n    return {'a': float('nan'), 'b': float('-inf'), 'c': 1e300}\n");
    assertThat(muster.run("map", "p").code()).isZero();
    assertThat(Files.readString(folder.resolve("p/results/latest/results.csv")))
        .contains("NaN,-Infinity,1e+300");
  }

  @Test
  void largeResult() throws IOException {
    project("inputs: '*.txt'", "def main(file):\n    return {'x': 'y' * (100 << 20)}\n");
    assertThat(muster.run("map", "p").code()).isZero();
    assertThat(Files.size(folder.resolve("p/results/latest/results.jsonl")))
        .isGreaterThan(100L << 20);
    assertThat(muster.run("map", "p").out()).contains("1 cached");
    assertThat(muster.run("runs", "delete", "latest", "--yes").code()).isZero();
  }

  @Test
  void namesWithSpacesQuotesAndNewlines() throws IOException {
    Path project =
        project(
            "inputs: 'in/*'", "def main(path, file):\n    return {'text': open(path).read()}\n");
    Files.createDirectories(project.resolve("in"));
    for (String name :
        new String[] {"a b", "it's \"so\"", "new\nline", "ü-日本", "$(touch x)", "-n"}) {
      Files.writeString(project.resolve("in").resolve(name), "<" + name + ">");
    }
    MusterRun run = muster.run("map", "p");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("6 succeeded");
    assertThat(Files.readString(folder.resolve("p/results/latest/results.jsonl")))
        .contains("new\\nline", "日本", "$(touch x)");
    assertThat(muster.run("runs", "tasks", "latest").out()).contains("new\\nline");
    assertThat(folder.resolve("p/x")).doesNotExist();
  }

  @Test
  void namesThatAreNotUtf8() throws Exception {
    Path project = project("inputs: 'in/*'", "def main(path):\n    return {}\n");
    Files.createDirectories(project.resolve("in"));
    Process touch =
        new ProcessBuilder("python3", "-c", "import os; open(b'in/caf\\xe9.txt', 'w').close()")
            .directory(project.toFile())
            .start();
    assertThat(touch.waitFor(120, TimeUnit.SECONDS)).isTrue();
    MusterRun run = muster.run("map", "p");
    assertThat(run.code()).isEqualTo(65);
    assertThat(run.err()).contains("caf", "rename");
  }

  @Test
  void tenMegabytesOfGarbageForConfiguration() throws Exception {
    Path project = project("inputs: x", "");
    byte[] garbage = new byte[10 << 20];
    new Random(1).nextBytes(garbage);
    Files.write(project.resolve("muster.yaml"), garbage);
    MusterRun run = muster.run("map", "p");
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err()).contains("muster.yaml").hasSizeLessThan(2000);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("background")) {
        thread.join(200); // its work has been waited for: it only has to go
        assertThat(thread.isAlive()).as("goes on when a command has failed").isFalse();
      }
    }
  }

  @Test
  void secretThatIsNotSet() {
    project("inputs: '*.txt'\nsecrets: [NO_SUCH_TOKEN]", "def main(file):\n    return {}\n");
    MusterRun run = muster.run("map", "p");
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err()).contains("NO_SUCH_TOKEN");
  }

  @Test
  void resultsThatCannotBeWritten() throws IOException {
    Path project = project("inputs: '*.txt'", "def main(file):\n    return {}\n");
    Files.writeString(project.resolve("results"), "a file where the folder should be");
    MusterRun run = muster.run("map", "p");
    assertThat(run.code()).isEqualTo(77);
    assertThat(run.err()).contains("results");
    assertThat(muster.run("runs", "list", "--json").out()).as("no run was begun").isEmpty();
  }

  @Test
  void corruptLedger() throws IOException {
    project("inputs: '*.txt'", "def main(file):\n    return {}\n");
    assertThat(muster.run("map", "p").code()).isZero();
    for (String side : new String[] {"ledger.db-wal", "ledger.db-shm"}) {
      Files.deleteIfExists(folder.resolve("home").resolve(side));
    }
    Files.writeString(
        folder.resolve("home/ledger.db"), "this is no database, it is a poem\n".repeat(400));
    MusterRun run = muster.run("runs", "list");
    assertThat(run.code()).isEqualTo(65);
    assertThat(run.err()).contains("ledger.db").doesNotContain("\tat ");
  }

  @Test
  void unreachableLedger() {
    MusterRun run =
        muster.with("MUSTER_LEDGER", "jdbc:postgresql://127.0.0.1:1/muster").run("runs", "list");
    assertThat(run.code()).isEqualTo(69);
    assertThat(run.err()).contains("127.0.0.1:1");
    MusterRun password =
        muster
            .with("MUSTER_LEDGER", "jdbc:postgresql://127.0.0.1:1/muster?password=hunter22")
            .run("runs", "list");
    assertThat(password.code()).isEqualTo(78);
    assertThat(password.err()).doesNotContain("hunter22");
  }

  @Test
  void unreachableStore() {
    project("", "def main(file):\n    return {}\n");
    Projects.write(
        folder.resolve("p"),
        "muster.yaml",
        "name: p\ninputs: s3://bucket/*.csv\nentrypoint: {python: task:main}\n");
    MusterRun run =
        muster
            .with("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
            .with("AWS_ACCESS_KEY_ID", "a")
            .with("AWS_SECRET_ACCESS_KEY", "verysecret")
            .run("map", "p");
    assertThat(run.code()).isEqualTo(69);
    assertThat(run.err()).contains("127.0.0.1:1").doesNotContain("verysecret");
  }

  @Test
  void requirementThatDoesNotExist() throws IOException {
    Path project = project("inputs: '*.txt'", "def main(file):\n    return {}\n");
    Files.writeString(project.resolve("requirements.txt"), "no-such-package-for-muster==1.0\n");
    MusterRun run = muster.run("map", "p", "--offline");
    assertThat(run.code()).isIn(65, 69);
    assertThat(run.err()).contains("no-such-package-for-muster");
    assertThat(muster.run("runs", "list", "--json").out()).as("no run was begun").isEmpty();
  }

  /** A project with one input, in.txt. */
  private Path project(String configuration, String code) {
    return Projects.write(
        folder.resolve("p"),
        "muster.yaml",
        "name: p\n" + configuration + "\nentrypoint: {python: task:main}\n",
        "task.py",
        code,
        "in.txt",
        "x");
  }
}
