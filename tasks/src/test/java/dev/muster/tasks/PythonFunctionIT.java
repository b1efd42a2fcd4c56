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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PythonFunctionIT {

  @TempDir Path temp;
  Workshop shop;

  @BeforeEach
  void open() {
    shop = new Workshop(temp);
  }

  @Test
  void callsWithTheArgumentsThatAreDeclared() throws Exception {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("window", 7L);
    values.put("unit", "celsius");
    shop.params = List.of(new Params(values));
    shop.environment.put("MUSTER_FILES", "/shipped");
    shop.main(
        """
        def main(file, column, path, bucket, uri, params, window, round, attempt, run, files, x=5):
            return dict(locals())
        """);
    shop.run("sub/a b.csv");
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("file", "sub/a b.csv");
    expected.put("column", "temp");
    expected.put("path", "/local/sub/a b.csv");
    expected.put("bucket", "/data");
    expected.put("uri", "file:/data/sub/a b.csv");
    expected.put("params", values);
    expected.put("window", 7L);
    expected.put("round", 1L);
    expected.put("attempt", 1L);
    expected.put("run", shop.run.value());
    expected.put("files", "/shipped");
    expected.put("x", 5L);
    assertThat(Json.parseObject(shop.json(0))).isEqualTo(expected);
  }

  @Test
  void givesAllToKeywordArguments() throws Exception {
    shop.params = List.of(new Params(Map.of("unit", "celsius")));
    shop.main("def main(file, **rest):\n    return {'names': sorted(rest)}\n");
    shop.run();
    assertThat(shop.json(0))
        .isEqualTo(
            "{\"names\":[\"attempt\",\"bucket\",\"column\",\"files\",\"params\",\"path\","
                + "\"round\",\"run\",\"unit\",\"uri\"]}");
  }

  @Test
  void bringsInputsOnlyToThoseWhoWantAPath() throws Exception {
    shop.inputs =
        input -> {
          throw new MusterException(ErrorKind.CONFLICT, "changed: " + input.key());
        };
    shop.main("def main(file):\n    return {'file': file}\n");
    assertThat(shop.run().failure()).isNull();
    shop.main("def main(path):\n    return {}\n");
    assertThat(shop.run().failure().kind()).isEqualTo(FailureKind.INPUT_CHANGED);
  }

  @Test
  void callsTheEightParametersOfTheGismoForm() throws Exception {
    shop.entrypoint =
        new Entrypoint.PythonFunction("entrypoint", "entrypoint", Entrypoint.Signature.GISMO);
    shop.root = "s3://bucket/";
    shop.environment.put("AWS_ACCESS_KEY_ID", "key-of-test");
    shop.environment.put("AWS_SECRET_ACCESS_KEY", "secret-of-test");
    shop.environment.put("AWS_DEFAULT_REGION", "eu-central-1");
    shop.environment.put("MUSTER_SOLVER_NAME", "mosek");
    shop.environment.put("MUSTER_SOLVER_FILE", "/lic");
    shop.main(
        "def entrypoint(a, b, c, d, e, f, g, h):\n    return {'all': [a,b,c,d,e.upper(),f,g,h]}\n");
    shop.run("x.csv");
    assertThat(shop.json(0))
        .isEqualTo(
            "{\"all\":[\"bucket\",\"x.csv\",\"temp\",\"key-of-test\",\"SECRET-OF-TEST\","
                + "\"eu-central-1\",\"mosek\",\"/lic\"]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'def main(foo): pass'|wants 'foo', which is not provided",
        "'import nonexistent_thing'|No module named 'nonexistent_thing'",
        "'def main(:'|SyntaxError",
        "'def other(): pass'|has no function main",
        "'main = 3'|is no function but a value of type int",
        "'import sys; sys.exit(3)'|ends the process when it is imported",
        "'import os; os._exit(0)'|ended with status 0 while it imports entrypoint",
        "'import os; os.kill(os.getpid(), 11)'|SIGSEGV",
      })
  void refusesAnEntrypointThatCannotBeCalled(String source, String expected) {
    shop.main(source + "\n");
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> new LocalEngine().check(shop.job()), () -> shop.start(shop.tasks("a")).await())) {
      assertThatThrownBy(call)
          .isInstanceOfSatisfying(
              MusterException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
                assertThat(e).hasMessageContaining(expected);
                assertThat(e.hint()).isNotEmpty();
                if (!expected.equals("SIGSEGV")) { // of which Python prints all frames
                  assertThat(e.getMessage()).doesNotContain("muster_shim").doesNotContain("frozen");
                }
              });
    }
    assertThat(shop.attempts).isEmpty();
    assertThat(shop.started).isEmpty();
  }

  @Test
  void refusesAMissingInterpreter() {
    shop.main("def main(): pass\n");
    shop.python = Path.of("/nonexistent/python3");
    assertThatThrownBy(() -> shop.run())
        .isInstanceOf(MusterException.class)
        .hasMessageContaining("/nonexistent/python3");
  }

  @Test
  void checksWithoutCallingIt() throws Exception {
    shop.main("def main():\n    raise ValueError('called')\n");
    new LocalEngine().check(shop.job());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return None|{}",
        "return {'a': float('nan')}|{\"a\":\"NaN\"}",
        "return {'a': [float('inf'), -float('inf')]}|{\"a\":[\"Infinity\",\"-Infinity\"]}",
        "return {1: 2, None: True, 1.5: 'x'}|{\"1\":2,\"null\":true,\"1.5\":\"x\"}",
        "return {'a': Scalar(2.5), 'b': Array([1, Scalar(float('nan'))])}|{\"a\":2.5,\"b\":[1,\"NaN\"]}",
        "return {Scalar(3): 1}|{\"3\":1}",
        "return {'a': '\\u2028\\ud800\\x00é'}|{\"a\":\"\\u2028\\ud800\\u0000\\u00e9\"}",
        "import sys; sys.exit(0)|{}",
      })
  void takesResults(String body, String expected) throws Exception {
    shop.main(
        """
        class Scalar:
            def __init__(self, value): self.value = value
            def item(self): return self.value
        class Array:
            def __init__(self, value): self.value = value
            def tolist(self): return self.value
        def main():
            %s
        """
            .formatted(body));
    shop.run();
    assertThat(shop.json(0)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return [1]|BAD_RESULT|returned a value of type list; return a dict",
        "return 'text'|BAD_RESULT|type str",
        "return {'a': object()}|BAD_RESULT|type object",
        "return {(1, 2): 1}|BAD_RESULT|key of type tuple",
        "a = {}; a['a'] = a; return a|BAD_RESULT|contains itself",
        "a = {}; [a := {'a': a} for _ in range(300)]; return a|BAD_RESULT|nested deeper than 200",
        "a = {}; [a := {'a': a} for _ in range(9999)]; return a|BAD_RESULT|nested deeper",
        "raise ValueError('no column')|EXCEPTION|ValueError: no column",
        "raise Strange()|EXCEPTION|Strange: (its text cannot be read)",
        "raise KeyboardInterrupt|EXCEPTION|KeyboardInterrupt",
        "raise Later('soon')|RETRYABLE|Later: soon",
        "raise ValueError('a\\nb\\x1b[31m' + 'x' * 5000000)|EXCEPTION|ValueError: a b\\x1b[31mxxx",
        "import sys; sys.exit(3)|EXIT|exit status 3",
        "import sys; sys.exit('bad day')|EXIT|exit status 1: bad day",
        "import sys; sys.exit(75)|RETRYABLE|exit status 75",
        "import os; os._exit(4)|CRASH|ended with status 4 before the task returned",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)|CRASH|killed by SIGSEGV",
        "import os; os.killpg(0, 9)|CRASH|killed by SIGKILL",
        "import os; os.kill(os.getppid(), 9); time.sleep(60)|CRASH|signal 9",
        "import os; os.closerange(0, 65536); return {}|CRASH|ended with status 1",
        "raise RecursionError|EXCEPTION|RecursionError",
      })
  void tellsHowATaskFailed(String body, String kind, String message) throws Exception {
    shop.main(
        """
        import time
        class Later(Exception):
            muster_retryable = True
        class Strange(Exception):
            def __str__(self): raise TypeError
        def main(file):
            if file != 'first':
                return {'next': True}
            %s
        """
            .formatted(body));
    Attempt attempt = shop.run("first", "second");
    assertThat(attempt.failure().kind()).isEqualTo(FailureKind.valueOf(kind));
    assertThat(attempt.failure().message()).contains(message).hasSizeLessThan(1100);
    assertThat(attempt.started()).isBeforeOrEqualTo(attempt.ended());
    assertThat(shop.json(1)).isEqualTo("{\"next\":true}");
  }

  @Test
  void namesTheClassesOfAnExceptionAndTheUsersFrames() throws Exception {
    shop.main("def main():\n    helper()\ndef helper():\n    open('/nonexistent')\n");
    Attempt attempt = shop.run();
    assertThat(attempt.exception()).isEqualTo("FileNotFoundError,OSError,Exception");
    assertThat(attempt.failure().detail())
        .contains("in helper", "entrypoint.py\", line 4")
        .doesNotContain("muster_shim");
  }

  @Test
  void replacesOnlyTheWorkerThatDied() throws Exception {
    shop.slots = 2;
    shop.main(
        """
        import os, time
        def main(file):
            if file == 'bad':
                os._exit(1)
            time.sleep(0.05)
            return {'pid': os.getpid()}
        """);
    shop.run("ok", "bad", "ok", "ok", "ok", "ok", "ok");
    assertThat(shop.attempts).hasSize(7);
    assertThat(shop.attempts.values().stream().filter(a -> a.failure() != null)).hasSize(1);
    assertThat(shop.workers).hasSize(3);
    assertThat(shop.workers).extracting(worker -> worker.number()).doesNotHaveDuplicates();
  }

  @Test
  void replacesAWorkerAfterSoManyTasks() throws Exception {
    shop.maxTasksPerWorker = 2;
    shop.main("import os\ndef main():\n    return {'pid': os.getpid()}\n");
    shop.run("a", "b", "c", "d", "e");
    assertThat(shop.workers).hasSize(3);
    assertThat(shop.json(0)).isEqualTo(shop.json(1)).isNotEqualTo(shop.json(2));
  }

  @Test
  void startsNoMoreWorkersThanThereAreTasks() throws Exception {
    shop.slots = 4;
    shop.main("def main(): pass\n");
    shop.run("a", "b");
    assertThat(shop.workers.size()).isBetween(1, 2);
  }

  @Test
  void survivesForksThatReturn() throws Exception {
    shop.main(
        """
        import os
        def main():
            parent = os.getpid()
            os.fork()
            if os.getpid() != parent and os.fork() == 0:
                raise ValueError('in a grandchild')
            return {'parent': parent == os.getpid()}
        """);
    shop.run("a", "b", "c");
    for (int i = 0; i < 3; i++) {
      assertThat(shop.json(i)).isEqualTo("{\"parent\":true}");
    }
    assertThat(shop.workers).hasSize(1);
  }

  @Test
  void runsTheNextTaskElsewhereWhenItsWorkerDiedInBetween() throws Exception {
    shop.inputs =
        input -> {
          if (input.key().equals("late")) {
            Workshop.await(
                "the first worker is gone",
                () -> shop.workers.stream().noneMatch(w -> w.number() == 1 && alive(w.pid())));
          }
          return Path.of("/x");
        };
    shop.file(
        "entrypoint.py",
        """
        import os, threading
        def main(file, path):
            if file == 'trap':
                threading.Timer(0.2, os._exit, [9]).start()
            return {}
        """);
    shop.run("trap", "late");
    assertThat(shop.json(1)).isEqualTo("{}");
    assertThat(shop.workers).hasSize(2);
    assertThat(shop.started).hasSize(2);
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void passesNamesOfAnyKind() throws Exception {
    String name = "it's \"quoted\"\n{file} $(x) ünï 😀 \u0001.csv";
    shop.main("def main(file):\n    return {'file': file}\n");
    shop.run(name);
    assertThat(Json.parseObject(shop.json(0))).containsEntry("file", name);
  }

  @Test
  void startsEachTaskInTheProjectFolderWithItsModulesFirst() throws Exception {
    shop.file("json_helper.py", "value = 4\n").file("commands.py", "value = 5\n");
    shop.main(
        """
        import os, sys, json_helper, commands
        def main():
            here = os.getcwd()
            os.chdir('/')
            return {'here': here, 'first': sys.path[0], 'a': json_helper.value, 'b': commands.value}
        """);
    shop.run("a", "b");
    assertThat(shop.json(1)).isEqualTo(shop.json(0));
    assertThat(Json.parseObject(shop.json(0)))
        .containsEntry("here", shop.folder.toString())
        .containsEntry("first", shop.folder.toString())
        .containsEntry("b", 5L);
  }
}
