package dev.muster.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names go into file names, SQL, tags and process environments. */
class NamesTest {

  @Test
  void aRunIdBeginsWithItsStart() {
    RunId id = RunId.create(Instant.parse("2026-11-20T19:01:02.999Z"), new Random(1));
    assertThat(id.value()).matches("20261120-190102-[a-hj-kmnp-z2-9]{6}");
    assertThat(id).hasToString(id.value());
    RunId later = RunId.create(Instant.parse("2026-11-20T19:01:03Z"), new Random(1));
    assertThat(id).isLessThan(later);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "A", "a/b", "a b", "a\n", "..", "ä", "a.b"})
  void aRunIdIsNothingElse(String text) {
    assertThatThrownBy(() -> new RunId(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "weather-2.0_x", "a.b"})
  void aProjectNameIsSmallLettersDigitsAndMarks(String text) {
    assertThat(ProjectName.isValid(text)).isTrue();
    assertThat(new ProjectName(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".a", "_a", "-a", "A", "a/b", "a b", "a\n", "..", "ä"})
  void aProjectNameIsNothingElse(String text) {
    assertThat(ProjectName.isValid(text)).isFalse();
    assertThatThrownBy(() -> new ProjectName(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aProjectNameHas63LettersAtMost() {
    assertThat(ProjectName.isValid("a".repeat(63))).isTrue();
    assertThat(ProjectName.isValid("a".repeat(64))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "lab-2", "a--b", "0a"})
  void aClusterNameIsSmallLettersDigitsAndHyphens(String text) {
    assertThat(ClusterName.isValid(text)).isTrue();
    assertThat(new ClusterName(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "-", "A", "a_b", "a.b", "a/b", "a b", "a\n", "..", "ä"})
  void aClusterNameIsNothingElse(String text) {
    assertThat(ClusterName.isValid(text)).isFalse();
    assertThatThrownBy(() -> new ClusterName(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a-z, 0-9 and '-'");
  }

  @Test
  void aClusterNameHas63LettersAtMost() {
    assertThat(ClusterName.isValid("a".repeat(63))).isTrue();
    assertThat(ClusterName.isValid("a".repeat(64))).isFalse();
  }

  @Test
  void aTaskIsNamedByItsRunAndPlace() {
    TaskId task = new TaskId(new RunId("r-1"), 0);
    assertThat(task).hasToString("r-1/0");
    assertThatThrownBy(() -> new TaskId(new RunId("r"), -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyAPendingTaskIsNotFinal() {
    assertThat(TaskState.values())
        .filteredOn(state -> !state.isFinal())
        .containsExactly(TaskState.PENDING);
  }
}
