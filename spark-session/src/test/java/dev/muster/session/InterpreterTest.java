package dev.muster.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A python3 of this machine; its program is run from the folder of classes. */
class InterpreterTest {

  @TempDir Path folder;

  private StepRequest step(String script, String... args) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    Path file = Files.writeString(folder.resolve("step.py"), script);
    fields.put("step", "a");
    fields.put("application", file.toString());
    fields.put("args", List.of(args));
    fields.put("log", folder.resolve("log").toString());
    fields.put("end", folder.resolve("end").toString());
    return StepRequest.of(Json.parseObject(Json.write(fields)));
  }

  @Test
  void runsOneStepAfterTheOther() throws IOException {
    try (Interpreter python = new Interpreter("python3", Map.of())) {
      String script =
          "import os, sys; print(os.environ.pop('A', 'none')); sys.exit(int(sys.argv[1]))";
      assertThat(python.run(step(script, "3"), List.of(), Map.of("A", "b"))).isEqualTo(3);
      assertThat(python.run(step(script, "0"), List.of(), Map.of())).isZero();
      Path modules = Files.createDirectory(folder.resolve("modules"));
      Files.writeString(modules.resolve("more.py"), "WORD = 'more'");
      StepRequest step = step("import more; print(more.WORD)");
      assertThat(python.run(step, List.of(modules.toString()), Map.of())).isZero();
      assertThat(Files.readAllLines(folder.resolve("log"))).containsExactly("b", "none", "more");
    }
  }

  @Test
  void whatIsSaidBeforeItIsNoAnswer() throws IOException {
    Path site = Files.writeString(folder.resolve("sitecustomize.py"), "print('hello')");
    try (Interpreter python =
        new Interpreter("python3", Map.of("PYTHONPATH", String.valueOf(site.getParent())))) {
      assertThat(python.run(step("pass"), List.of(), Map.of())).isZero();
    }
  }

  @Test
  void whatIsNoPythonIsSaid() {
    assertThatThrownBy(() -> new Interpreter("/no/python", Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/no/python");
    assertThatThrownBy(() -> new Interpreter("false", Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("false ended with status 1");
  }

  @Test
  void oneThatIsGoneRunsNothing() throws IOException {
    Interpreter python = new Interpreter("python3", Map.of());
    python.close();
    assertThatThrownBy(() -> python.run(step("pass"), List.of(), Map.of()))
        .isInstanceOf(IOException.class);
  }
}
