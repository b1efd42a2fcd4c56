package dev.muster.attempts.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.spi.pipeline.StepEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptFolderTest {

  @TempDir Path folder;

  private AttemptFolder with(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
    return new AttemptFolder(folder);
  }

  /** It is written over room that was kept for it, perhaps over another one. */
  @ParameterizedTest
  @CsvSource({"'0\n   \n', 0", "'137\n\n', 137", "'0\n7\n\n', 0", "'3\n', 3"})
  void theFirstLineIsTheExitCode(String text, int code) throws IOException {
    assertThat(with("exit", text).end()).contains(StepEnd.exited(code));
  }

  @ParameterizedTest
  @CsvSource({"''", "'    \n'", "'no number\n'"})
  void roomForOneIsNone(String text) throws IOException {
    assertThat(with("exit", text).end()).isEmpty();
    assertThat(with("stopped", "timeout\n").end())
        .contains(new StepEnd(StepEnd.Cause.TIMED_OUT, 137, null));
  }

  @Test
  void aFolderWithRoomIsNotFullAndAsItWas() {
    assertThat(new AttemptFolder(folder).full()).isFalse();
    assertThat(folder).isEmptyDirectory();
    assertThat(new AttemptFolder(folder.resolve("none")).full()).as("another fault").isFalse();
  }
}
