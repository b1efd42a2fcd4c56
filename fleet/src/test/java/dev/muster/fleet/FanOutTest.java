package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work for many hosts, so many at a time. */
class FanOutTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void doesEachOnceInOrderAndBounded() {
    AtomicInteger atWork = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Set<Integer> done = ConcurrentHashMap.newKeySet();

    List<Integer> results =
        new FanOut(threads, 3)
            .run(
                200,
                i -> {
                  most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                  assertThat(done.add(i)).isTrue();
                  atWork.decrementAndGet();
                  return i * i;
                },
                i -> -1);

    assertThat(results).hasSize(200).element(14).isEqualTo(196);
    assertThat(most.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void returnsAtOnceWhenItsCallerIsInterruptedAlready() {
    ExecutorService one = Executors.newSingleThreadExecutor();
    CountDownLatch busy = new CountDownLatch(1);
    one.execute(() -> awaitInterrupted(busy));
    Thread.currentThread().interrupt();
    long start = System.nanoTime();

    List<String> results = new FanOut(one, 4).run(4, i -> "done", i -> "cancelled");

    assertThat(Thread.interrupted()).as("left interrupted").isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    assertThat(results).containsOnly("cancelled");
    one.shutdownNow();
  }

  private static void awaitInterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void passesOnWhatIsAMistake() {
    assertThatThrownBy(
            () ->
                new FanOut(threads, 2)
                    .run(
                        9,
                        i -> {
                          throw new IllegalStateException("host " + i);
                        },
                        i -> ""))
        .isInstanceOf(IllegalStateException.class);
  }
}
