package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise: no secret in argv, logs, ledger, messages or results. */
class SecretsIT {

  private static final String TEXT = "corr\u00e9ct \"horse\" battery";
  private static final String NUMBER = "907518263";
  private static final String KEY = "wJalrXUtnFEMIKbPxRfiCYEXAMPLEKEY";

  /** Gives them away in every way there is; the large result travels as a file. */
  private static final String TASK =
      """
      import json, os, sys, time

      def main(way, folder):
          text, number, key = (os.environ[n] for n in ("TOKEN", "PIN", "AWS_SECRET_ACCESS_KEY"))
          print(text, number, key, flush=True)
          print(repr(text), json.dumps(text), file=sys.stderr, flush=True)
          open(os.path.join(folder, "began-" + way), "w").close()
          while way == "wait" and not os.path.exists(os.path.join(folder, "go")):
              time.sleep(0.02)
          if way == "raise":
              raise ValueError("login with %s %s failed" % (text, key))
          if way == "exit":
              sys.exit("no access with " + text)
          if way == "crash":
              os.abort()
          filler = "x" * (100000 if way == "large" else 1)
          return {"text": text, "pin": int(number), text: [key], "filler": filler, "ok": True}

      if __name__ == "__main__":
          print(json.dumps(main(sys.argv[1], sys.argv[2])))
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"{python: task:main}", COMMAND})
  void nobodySeesASecret(String entrypoint) throws Exception {
    Path home = folder.resolve("home");
    Path project =
        Projects.write(
            folder.resolve("p"),
            "muster.yaml",
            "name: p\ninputs: in.txt\nretries: 0\nsecrets: [TOKEN, PIN]\nentrypoint: "
                + entrypoint
                + "\nparams: {folder: '"
                + folder
                + "', way: {matrix: [wait, small, large, raise, exit, crash]}}\n",
            "task.py",
            TASK,
            "in.txt",
            "x");
    Map<String, String> environment =
        Map.of("TOKEN", TEXT, "PIN", NUMBER, "AWS_SECRET_ACCESS_KEY", KEY);
    try (MusterProcess muster =
        MusterProcess.start(
            home, folder, environment, List.of(), "map", project, "-w", "1", "--verbose")) {
      MusterProcess.await("a task runs", () -> Files.exists(folder.resolve("began-wait")));
      assertThat(commandLines()).noneMatch(SecretsIT::leaks);
      Files.createFile(folder.resolve("go"));
      MusterRun run = muster.end();
      assertThat(run.code()).as(run.out()).isEqualTo(1);
      assertThat(run.out())
          .contains("3 succeeded", "3 failed")
          .satisfies(said -> assertThat(leaks(said)).isFalse());
    }
    for (Path root : List.of(home, project.resolve("results"))) {
      assertThat(files(root)).isNotEmpty().noneMatch(file -> leaks(content(file)));
    }
    assertThat(Files.readAllLines(project.resolve("results/latest/results.jsonl")))
        .as("results are JSON all the same")
        .hasSize(3)
        .allMatch(line -> line.contains("\"ok\":true"));
  }

  private static final String COMMAND =
      "{command: [python3, task.py, \"{params.way}\", \"{params.folder}\"]}";

  private static boolean leaks(String text) {
    return Stream.of(TEXT, TEXT.replace("\"", "\\\""), "corr\\u00e9ct", NUMBER, KEY)
        .anyMatch(text::contains);
  }

  private static List<String> commandLines() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.map(path -> path.resolve("cmdline"))
          .filter(Files::exists)
          .map(SecretsIT::content)
          .toList();
    }
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static String content(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      if (file.startsWith("/proc")) {
        return ""; // that process has just ended
      }
      throw new UncheckedIOException(e);
    }
  }
}
