package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.model.Entrypoint;
import dev.muster.model.FailureKind;
import dev.muster.model.Params;
import dev.muster.protocol.Json;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.Attempt;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandIT {

  private static final String SHOW_ARGS =
      "import json, sys; print(json.dumps({'args': sys.argv[1:]}))";

  @TempDir Path temp;
  Workshop shop;

  @BeforeEach
  void open() {
    shop = new Workshop(temp);
  }

  @Test
  void fillsPlaceholdersArgumentByArgument() throws Exception {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("n", 7L);
    values.put("b", true);
    values.put("l", List.of(1L, "x"));
    shop.params = List.of(new Params(values));
    String name = "it's \"q\" $(x) {path};\nünï 😀.csv";
    shop.command(
        "python3",
        "-c",
        SHOW_ARGS,
        "{file}",
        "{path}",
        "c={column}",
        "{bucket}",
        "{uri}",
        "{round}",
        "{{x}} {} {1} {\"a\":{}}",
        "{params.n}{params.b}{params.l}",
        "",
        "*",
        "[{files}]");
    shop.run(name);
    assertThat(Json.parseObject(shop.json(0)).get("args"))
        .isEqualTo(
            List.of(
                name,
                "/local/" + name,
                "c=temp",
                "/data",
                "file:/data/" + name,
                "1",
                "{x} {} {1} {\"a\":{}}",
                "7true[1, \"x\"]",
                "",
                "*",
                "[]"));
    assertThat(shop.attempts.get(0).log()).isNull();
  }

  @Test
  void tellsTheCommandItsTaskByItsEnvironment() throws Exception {
    shop.shell(
        "printf '{\"a\":\"%s\"}' \"$MUSTER_TASK $MUSTER_ATTEMPT $MUSTER_FILE $MUSTER_COLUMN"
            + " $MUSTER_WORKER $(pwd) $(readlink /proc/self/fd/0)\"; test $MUSTER_RUN = "
            + shop.run);
    shop.run("x.csv");
    assertThat(shop.json(0))
        .isEqualTo("{\"a\":\"0 1 x.csv temp 1 " + shop.folder + " /dev/null\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true|{}",
        "echo no json|{}",
        "echo '{\"a\":1}'; echo '{\"b\":2}'; echo more; echo '{broken }'; echo '[3]'|{\"b\":2}",
        "printf '{\"a\":NaN}'|{\"a\":\"NaN\"}",
        "echo ' { \"a\" : 1 } '; echo '{\"e\":1}' >&2|{\"a\":1}",
        "printf 'x\\n{\"a\"'; sleep 0.05; printf ':1}\\nmore'|{\"a\":1}",
      })
  void takesTheLastJsonObjectOfStdout(String script, String expected) throws Exception {
    shop.shell(script);
    assertThat(shop.run().failure()).isNull();
    assertThat(shop.json(0)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo why >&2; echo '{\"a\":1}'; exit 3|EXIT|exit status 3|why",
        "exit 75|RETRYABLE|exit status 75|",
        "kill -SEGV $$|CRASH|the command was killed by SIGSEGV|",
        "kill -9 0|CRASH|the command was killed by SIGKILL|",
      })
  void tellsHowACommandFailed(String script, String kind, String message, String detail)
      throws Exception {
    shop.shell("test $1 = second && exit 0; " + script);
    Attempt attempt = shop.run("first", "second");
    assertThat(attempt.failure().kind()).isEqualTo(FailureKind.valueOf(kind));
    assertThat(attempt.failure().message()).contains(message);
    assertThat(attempt.failure().detail()).isEqualTo(detail);
    assertThat(shop.json(1)).isEqualTo("{}");
    assertThat(shop.workers).hasSize(1);
  }

  @Test
  void readsTheResultFromAFile() throws Exception {
    shop.entrypoint =
        new Entrypoint.Command(
            List.of(
                "sh",
                "-c",
                "echo '{\"no\":1}'; test $1 = none || cat data >out-$1",
                "sh",
                "{file}"),
            "out-{file}");
    shop.file("data", "{\n  \"a\": 1\n}\n").file("out-none", "{\"stale\":1}");
    shop.run("x", "none");
    assertThat(shop.json(0)).isEqualTo("{\"a\":1}");
    assertThat(shop.log(0)).isEqualTo("{\"no\":1}\n");
    assertThat(shop.attempts.get(1).failure().kind()).isEqualTo(FailureKind.BAD_RESULT);
    assertThat(shop.attempts.get(1).failure().message()).contains("out-none");
  }

  @Test
  void keepsBothStreamsInOneLog() throws Exception {
    shop.shell("echo one; sleep 0.1; echo two >&2; sleep 0.1; echo three");
    shop.run();
    assertThat(shop.log(0)).isEqualTo("one\ntwo\nthree\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonexistent-tool|nonexistent-tool is not found on PATH",
        "./missing|./missing does not exist",
        "./plain|./plain cannot be executed",
        "x{paht}|{paht} in the command's argument \"x{paht}\" is unknown",
        "{params.none}|{params.none} in",
      })
  void refusesACommandThatCannotRun(String program, String expected) {
    shop.file("plain", "x");
    shop.command(program);
    assertThatThrownBy(() -> new LocalEngine().check(shop.job()))
        .isInstanceOfSatisfying(
            MusterException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
              assertThat(e).hasMessageContaining(expected);
              assertThat(e.hint()).isNotEmpty();
            });
    assertThatThrownBy(() -> shop.run()).hasMessageContaining(expected);
    assertThat(shop.attempts).isEmpty();
  }

  @Test
  void failsATaskWhoseOwnProgramIsMissing() throws Exception {
    shop.command("{file}");
    Attempt attempt = shop.run("nonexistent-tool", "true", "a\0b");
    assertThat(attempt.failure().kind()).isEqualTo(FailureKind.EXIT);
    assertThat(shop.json(1)).isEqualTo("{}");
    assertThat(shop.attempts.get(2).failure().message()).contains("null byte");
  }

  @Test
  void leavesNothingBehindACommand() throws Exception {
    shop.shell(
        "sleep 1000 & setsid sleep 1000 & (setsid sh -c 'sleep 1000 & sleep 1000' &);"
            + " echo '{\"a\":1}'");
    shop.run();
    assertThat(shop.json(0)).isEqualTo("{\"a\":1}");
    assertThat(new LocalEngine().sweep(shop.run)).isZero();
  }

  @Test
  void restoresTheSignalsThatPythonIgnores() throws Exception {
    shop.shell("yes | head -1 >/dev/null; grep SigIgn /proc/self/status >&2; echo '{}'");
    shop.run();
    String ignored = shop.log(0).lines().findFirst().orElseThrow().replaceAll("SigIgn:\\s*", "");
    long usual = Long.parseUnsignedLong(ignored, 16) & 0x7fffffff; // above: glibc's own two
    assertThat(usual).isZero();
  }
}
