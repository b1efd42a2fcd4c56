package dev.muster.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class BackgroundTest {

  @Test
  void givesWhatWasMade() {
    try (Background<String> made = Background.of(() -> "made")) {
      assertThat(made.await()).isEqualTo("made");
    }
  }

  @Test
  void throwsWhatItsMakerThrew() {
    try (Background<String> failed =
        Background.of(
            () -> {
              throw new IllegalArgumentException("no");
            })) {
      assertThatThrownBy(failed::await)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no");
    }
  }

  @Test
  void isClosedWhenItsMakerIsDone() throws InterruptedException {
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    CountDownLatch closed = new CountDownLatch(1);
    Background<Boolean> slow =
        Background.of(
            () -> {
              try {
                ended.set(mayEnd.await(120, TimeUnit.SECONDS));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new IllegalStateException("nobody asks");
            });
    Thread closing =
        new Thread(
            () -> {
              slow.close();
              closed.countDown();
            });
    closing.start();
    assertThat(closed.await(100, TimeUnit.MILLISECONDS)).as("closed before its end").isFalse();
    mayEnd.countDown();
    assertThat(closed.await(120, TimeUnit.SECONDS)).isTrue();
    assertThat(ended).isTrue();
  }
}
