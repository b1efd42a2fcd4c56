package dev.muster.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TaskBookTest {

  private final TaskBook<String> book = new TaskBook<>();
  private final TaskKey first = new TaskKey(1, 1);
  private final TaskKey second = new TaskKey(2, 1);

  @Test
  void attemptEndsOnceWhoeverSaysSoFirst() {
    book.add(List.of(first));
    assertThat(book.begin(first, "a")).isTrue();
    assertThat(book.begin(first, "b")).as("Spark speculates").isTrue();
    assertThat(book.end(first)).isTrue();
    assertThat(book.end(first)).isFalse();
    assertThat(book.begin(first, "c")).isFalse();
  }

  @Test
  void nextAttemptIsAnother() {
    book.add(List.of(first));
    book.end(first);
    TaskKey again = new TaskKey(1, 2);
    assertThat(book.begin(again, "a")).as("not handed over yet").isFalse();
    book.add(List.of(again));
    assertThat(book.begin(again, "a")).isTrue();
  }

  @Test
  void whatAnEarlierDriverKeptIsNotRunAgain() {
    book.known(first);
    book.add(List.of(first, second));
    assertThat(book.begin(first, "a")).isFalse();
    assertThat(book.begin(second, "a")).isTrue();
  }

  @Test
  void nothingBeginsAfterDrain() {
    book.add(List.of(first, second));
    book.begin(first, "a");
    assertThat(book.drain()).containsExactly(second);
    assertThat(book.begin(second, "a")).isFalse();
    assertThat(book.running()).containsOnlyKeys(first);
    assertThat(book.end(first)).isTrue();
    TaskKey late = new TaskKey(3, 1);
    book.add(List.of(late));
    assertThat(book.begin(late, "a")).isFalse();
  }

  @Test
  void revokedBeforeItRanEndsByThat() {
    book.add(List.of(first, second));
    assertThat(book.revoke(1)).containsExactly(first);
    assertThat(book.begin(first, "a")).isFalse();
    assertThat(book.revoke(1)).isEmpty();
    book.begin(second, "a");
    assertThat(book.revoke(2)).as("it runs").isEmpty();
  }
}
