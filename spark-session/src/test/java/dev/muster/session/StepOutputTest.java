package dev.muster.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepOutputTest {

  @TempDir Path folder;

  @Test
  void whatIsPrintedGoesToTheStepAtWork() throws IOException {
    ByteArrayOutputStream own = new ByteArrayOutputStream();
    StepOutput output = new StepOutput(own);
    PrintStream printed = new PrintStream(output, true, StandardCharsets.UTF_8);
    printed.print("before ");
    output.begin(folder.resolve("one"));
    printed.print("größer");
    output.begin(folder.resolve("two"));
    printed.print("2");
    output.end();
    printed.print("after");
    assertThat(own.toString(StandardCharsets.UTF_8)).isEqualTo("before after");
    assertThat(folder.resolve("one")).hasContent("größer");
    assertThat(folder.resolve("two")).hasContent("2");
  }

  @Test
  void aLogThatIsThereGoesOn() throws IOException {
    Path log = Files.writeString(folder.resolve("log"), "first ");
    StepOutput output = new StepOutput(new ByteArrayOutputStream());
    output.begin(log);
    output.write("second".getBytes(StandardCharsets.UTF_8));
    output.end();
    assertThat(log).hasContent("first second");
  }
}
