package dev.muster.exit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void statusStandsOnTheFirstLine() {
    assertThat(ExitFile.parse("2\njob j in container_1")).hasValue(2);
    assertThat(ExitFile.parse("255")).hasValue(255);
    assertThat(ExitFile.parse("256")).isEmpty();
    assertThat(ExitFile.parse("-1")).isEmpty();
    assertThat(ExitFile.parse("")).isEmpty();
    assertThat(ExitFile.parse("<html>2</html>")).isEmpty();
  }

  @Test
  void masterTellsOfPythonsStatus() {
    assertThat(Application.told("User application exited with status 2")).hasValue(2);
    assertThat(Application.told("[x]user application exited with status 137\nat y")).hasValue(137);
    assertThat(Application.told("User class threw exception: 3")).isEmpty();
  }
}
