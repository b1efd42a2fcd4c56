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

  @ParameterizedTest
  @CsvSource({
    "'1 2 b\nexit 0\n', 0",
    "'1 2 b\nexit 137\n', 137",
    "'1 2 b\nexit 3\nexit 137\n', 3" // its time was up just as it ended
  })
  void theFirstExitCodeCounts(String state, int code) throws IOException {
    assertThat(with("state", state).end()).contains(StepEnd.exited(code));
    assertThat(new AttemptFolder(folder).owner()).contains("1 2 b");
  }

  @ParameterizedTest
  @CsvSource({"''", "'1 2 b\n'", "'1 2 b\nexit no number\n'", "'nobody\n'"})
  void withoutAnExitCodeItHasNoEndUnlessItWasStopped(String state) throws IOException {
    assertThat(with("state", state).end()).isEmpty();
    assertThat(with("stopped", "timeout\n").end())
        .contains(new StepEnd(StepEnd.Cause.TIMED_OUT, 137, null));
  }

  @Test
  void whoComesFirstHasTheAttempt() throws IOException {
    AttemptFolder attempt = new AttemptFolder(folder);
    assertThat(attempt.owner()).isEmpty();
    assertThat(attempt.claim()).isTrue();
    assertThat(attempt.claim()).isFalse();
    assertThat(attempt.owner()).contains("nobody");
  }

  @Test
  void aFolderWithRoomIsNotFullAndAsItWas() {
    assertThat(new AttemptFolder(folder).full()).isFalse();
    assertThat(folder).isEmptyDirectory();
    assertThat(new AttemptFolder(folder.resolve("none")).full()).as("another fault").isFalse();
  }
}
