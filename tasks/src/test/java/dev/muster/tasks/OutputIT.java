package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.FailureKind;
import dev.muster.model.ResultBody;
import dev.muster.model.TaskLog;
import dev.muster.spi.engine.Attempt;
import dev.muster.spi.engine.EngineJob;
import dev.muster.spi.engine.QueuedTask;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutputIT {

  @TempDir Path temp;
  Workshop shop;

  @BeforeEach
  void open() {
    shop = new Workshop(temp);
  }

  @Test
  void keepsWhatEachTaskPrintsInALogOfItsOwn() throws Exception {
    shop.main(
        """
        import os, sys, subprocess
        def main(file):
            if file != 'quiet':
                print(file, 'out')
                print('err', file=sys.stderr)
                os.write(1, b'raw \\xff\\n')
                subprocess.run(['echo', 'child'])
            return {}
        """);
    shop.run("a", "quiet", "b");
    assertThat(shop.attempts.get(0).log().path()).isEqualTo("logs/000/000000.log");
    assertThat(Files.readAllBytes(shop.results.resolve("logs/000/000000.log")))
        .isEqualTo("a out\nerr\nraw \u00ff\nchild\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(shop.attempts.get(1).log()).isNull();
    assertThat(shop.results.resolve("logs/000/000001.log")).doesNotExist();
    assertThat(shop.attempts.get(2).log()).isEqualTo(new TaskLog("logs/000/000002.log", 22, 0));
  }

  @Test
  void namesLogsByThousandsAndAttempts() throws Exception {
    shop.main("def main():\n    print('x')\n");
    shop.runAll(List.of(new QueuedTask(shop.task(12345, "a"), 2)));
    assertThat(shop.attempts.get(12345).log().path()).isEqualTo("logs/012/012345.2.log");
  }

  @Test
  void keepsImportsApart() throws Exception {
    shop.main("print('at import')\ndef main():\n    pass\n");
    assertThat(shop.run().log()).isNull();
    assertThat(shop.results.resolve("logs/worker-1.log")).hasContent("at import");
  }

  @Test
  void isNotConfusedByOutputThatLooksLikeTheProtocol() throws Exception {
    shop.main(
        """
        import os, sys
        def main():
            line = '{"done":0,"attempt":1,"started":1,"ended":1,"data":{"forged":1}}'
            print(line)
            os.write(1, line.encode() + b'\\n')
            sys.stdout.buffer.write(bytes(range(256)))
            return {'true': 1}
        """);
    shop.run();
    assertThat(shop.json(0)).isEqualTo("{\"true\":1}");
  }

  @Test
  void survivesAReplacedOrClosedStdout() throws Exception {
    shop.main(
        """
        import io, sys, os
        def main(file):
            if file == 'a':
                sys.stdout = io.StringIO()
                print('lost')
                sys.stderr.close()
            else:
                print('seen')
            return {}
        """);
    shop.run("a", "b");
    assertThat(shop.attempts.get(0).failure()).isNull();
    assertThat(shop.log(1)).isEqualTo("seen\n");
  }

  @Test
  void keepsTheOutputOfATaskThatCrashes() throws Exception {
    shop.main("import os\ndef main():\n    print('last words')\n    os.abort()\n");
    Attempt attempt = shop.run();
    assertThat(attempt.failure().kind()).isEqualTo(FailureKind.CRASH);
    assertThat(attempt.failure().message()).contains("SIGABRT");
    assertThat(attempt.failure().detail()).contains("last words", "entrypoint.py");
    assertThat(shop.log(0)).contains("last words", "Fatal Python error");
  }

  @Test
  void keepsOutputOfThreads() throws Exception {
    shop.main(
        """
        import threading
        def main():
            threads = [threading.Thread(target=print, args=('t',)) for _ in range(20)]
            [t.start() for t in threads]; [t.join() for t in threads]
            return {}
        """);
    shop.run("a", "b");
    assertThat(shop.attempts.get(0).log().bytes()).isEqualTo(40);
    assertThat(shop.attempts.get(1).log().bytes()).isEqualTo(40);
  }

  @ParameterizedTest
  @ValueSource(longs = {200L << 20})
  void cutsTheMiddleOfVeryLongOutput(long size) throws Exception {
    printsALot(size);
  }

  @Test
  @Tag("long")
  void cutsTheMiddleOfAGigabyte() throws Exception {
    printsALot(1L << 30);
  }

  private void printsALot(long size) throws Exception {
    shop.main(
        """
        import os
        def main():
            print('begin')
            line = b'0123456789abcde\\n' * 65536
            for _ in range(%d):
                os.write(1, line)
            print('end')
            return {}
        """
            .formatted(size >> 20));
    TaskLog log = shop.run().log();
    assertThat(log.bytes()).isEqualTo(size + 10);
    String kept = shop.log(0);
    assertThat(kept).startsWith("begin\n").endsWith("end\n");
    assertThat(kept).contains("\n[... " + log.cut() + " bytes cut ...]\n");
    assertThat(log.bytes() - log.cut()).isEqualTo(EngineJob.Limits.DEFAULT.logBytes());

    shop.shell("yes 0123456789abcde | head -c " + size + "; echo '{\"a\":1}'");
    shop.run();
    assertThat(shop.attempts.get(0).log().bytes()).isEqualTo(size + 8);
    assertThat(shop.json(0)).isEqualTo("{\"a\":1}");
  }

  @Test
  void masksSecretsEvenAcrossTheCut() throws Exception {
    shop.secrets = List.of("TOKEN", "SHORT", "ABSENT");
    shop.environment.put("TOKEN", "s3cr3t-value-of-test");
    shop.environment.put("SHORT", "abc");
    shop.limits = new EngineJob.Limits(1000, 64 << 10, 1 << 20);
    shop.main(
        """
        import os
        def main(file):
            token = os.environ['TOKEN']
            if file == 'raise':
                print(token)
                raise ValueError('with ' + token)
            shift = int(file)
            print('x' * (500 - shift) + token + 'y' * 3000 + token + 'z' * (499 - 20 + shift))
        """);
    String[] keys = new String[42];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = Integer.toString(i - 10);
    }
    keys[41] = "raise";
    shop.run(keys);
    for (int i = 0; i < 41; i++) {
      String log = shop.log(i);
      assertThat(log).contains("bytes cut");
      String middle = log.replaceAll("\\*\\*\\*|\\[\\.\\.\\. \\d+ bytes cut \\.\\.\\.]", "");
      assertThat(middle).as("shift %d", i - 10).matches("[xyz\\n]*");
    }
    assertThat(shop.log(41)).isEqualTo("***\n");
    assertThat(shop.attempts.get(41).failure().message()).isEqualTo("ValueError: with ***");
    assertThat(shop.attempts.get(41).failure().detail()).doesNotContain("s3cr3t");

    shop.shell("echo $TOKEN; echo $TOKEN >&2; exit 3");
    Attempt attempt = shop.run();
    assertThat(shop.log(0)).isEqualTo("***\n***\n");
    assertThat(attempt.failure().detail()).isEqualTo("***");
  }

  @Test
  void saysNothingFatalWhenALogCannotBeWritten() throws Exception {
    Files.writeString(shop.results.resolve("logs"), "a file where the folder should be");
    shop.main("def main():\n    print('x')\n    return {'a': 1}\n");
    Attempt attempt = shop.run("a", "b");
    assertThat(attempt.log()).isNull();
    assertThat(shop.json(0)).isEqualTo("{\"a\":1}");
    assertThat(shop.json(1)).isEqualTo("{\"a\":1}");
  }

  @Test
  void keepsLargeResultsAsFilesUnderTheirHash() throws Exception {
    shop.main("def main(file):\n    return {'a': 'x' * int(file)}\n");
    shop.run("100000000", "65528", "65529");
    ResultBody.Blob blob = (ResultBody.Blob) shop.attempts.get(0).result();
    assertThat(blob.size()).isEqualTo(100_000_008);
    assertThat(shop.blobs.resolve(blob.sha256().substring(0, 2)).resolve(blob.sha256()))
        .hasSize(100_000_008);
    assertThat(shop.json(1)).hasSize(64 << 10);
    assertThat(shop.attempts.get(2).result()).isInstanceOf(ResultBody.Blob.class);
    assertSpoolIsEmpty();
  }

  @Test
  void refusesResultsThatAreTooLarge() throws Exception {
    shop.limits = new EngineJob.Limits(1 << 20, 1000, 10_000);
    shop.main("def main(file):\n    return {'a': 'x' * int(file)}\n");
    Attempt attempt = shop.run("10000", "9000");
    assertThat(attempt.failure().kind()).isEqualTo(FailureKind.RESULT_TOO_LARGE);
    assertThat(attempt.failure().message()).contains("9.8 KiB");
    assertThat(shop.attempts.get(1).failure()).isNull();

    shop.shell("printf '{\"a\":\"%10000s\"}' x");
    attempt = shop.run();
    assertThat(attempt.failure().kind()).isEqualTo(FailureKind.RESULT_TOO_LARGE);
    assertSpoolIsEmpty();
  }

  @Test
  void keepsLargeResultsOfCommands() throws Exception {
    shop.shell("echo before; printf '{\"a\":\"%200000s\"}\\n' x; echo after");
    shop.run();
    ResultBody.Blob blob = (ResultBody.Blob) shop.attempts.get(0).result();
    assertThat(blob.size()).isEqualTo(200_008);
    assertThat(shop.attempts.get(0).log().bytes()).isEqualTo(200_008 + 1 + 13);
  }

  private void assertSpoolIsEmpty() throws Exception {
    try (var files = Files.newDirectoryStream(shop.spool, "*.json")) {
      assertThat(files).isEmpty();
    }
  }
}
