package dev.muster.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Digest;
import dev.muster.model.Input;
import dev.muster.model.Params;
import dev.muster.model.Task;
import dev.muster.spi.engine.QueuedTask;
import dev.muster.spi.ledger.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class RunQueueTest {

  private final AtomicLong clock = new AtomicLong();

  @Test
  void handsOutTheLargestInputFirst() throws InterruptedException {
    RunQueue queue = queue(task(0, 10, 1), task(1, 30, 1), task(2, 20, 1));
    assertThat(ordinals(queue, 3)).containsExactly(1, 2, 0);
  }

  @Test
  void endsWhenEverythingIsSettled() throws InterruptedException {
    RunQueue queue = queue(task(0, 1, 1));
    assertThat(queue.take()).isNotNull();
    queue.settled();
    assertThat(queue.take()).isNull();
  }

  @Test
  void beginsARoundWhenTheOneBeforeHasEnded() throws Exception {
    RunQueue queue = queue(task(0, 1, 1), task(1, 1, 2));
    assertThat(take(queue)).isZero();
    CompletableFuture<QueuedTask> second = inBackground(queue);
    assertThat(second).isNotDone();
    queue.settled();
    assertThat(second.get(120, TimeUnit.SECONDS).task().ordinal()).isEqualTo(1);
  }

  @Test
  void handsOutARetryWhenItsBackoffIsOver() throws Exception {
    RunQueue queue = queue(task(0, 2, 1), task(1, 1, 1));
    QueuedTask first = queue.take();
    queue.retry(first, Duration.ofHours(1));
    assertThat(take(queue)).isEqualTo(1);
    queue.settled();
    CompletableFuture<QueuedTask> retry = inBackground(queue);
    assertThat(retry).isNotDone();
    clock.addAndGet(Duration.ofHours(2).toNanos());
    queue.revoke(99);
    queue.settled();
    QueuedTask again = retry.get(120, TimeUnit.SECONDS);
    assertThat(again.task().ordinal()).isZero();
    assertThat(again.attempt()).isEqualTo(2);
  }

  @Test
  void doesNotHandOutWhatWasRevoked() throws InterruptedException {
    RunQueue queue = queue(task(0, 3, 1), task(1, 2, 1), task(2, 1, 1));
    assertThat(queue.revoke(1)).isPresent();
    assertThat(queue.revoke(1)).isEmpty();
    assertThat(ordinals(queue, 2)).containsExactly(0, 2);
    assertThat(queue.revoke(0)).as("handed out already").isEmpty();
    queue.settled();
    queue.settled();
    assertThat(queue.take()).isNull();
  }

  @Test
  void wakesThoseWhoWaitWhenItIsClosed() throws Exception {
    RunQueue queue = queue(task(0, 1, 1));
    assertThat(queue.take()).isNotNull();
    CompletableFuture<QueuedTask> waiting = inBackground(queue);
    queue.close();
    assertThat(waiting.get(120, TimeUnit.SECONDS)).isNull();
  }

  @Test
  void givesAtOnceOnlyWhatIsReady() throws InterruptedException {
    RunQueue queue = queue(task(0, 3, 1), task(1, 2, 1), task(2, 1, 2));
    QueuedTask first = queue.take();
    assertThat(queue.poll().task().ordinal()).isEqualTo(1);
    assertThat(queue.poll()).as("the next round has to wait").isNull();
    queue.settled();
    queue.retry(first, Duration.ofHours(1));
    assertThat(queue.poll()).as("the backoff is not over").isNull();
    clock.addAndGet(Duration.ofHours(2).toNanos());
    assertThat(queue.poll().attempt()).isEqualTo(2);
    queue.settled();
    assertThat(queue.poll().task().ordinal()).isEqualTo(2);
    queue.close();
    assertThat(queue.poll()).isNull();
  }

  private RunQueue queue(Task... tasks) {
    List<Tasks.Planned> planned = new ArrayList<>();
    for (Task task : tasks) {
      planned.add(new Tasks.Planned(task, Digest.of("key"), Digest.of("print"), null));
    }
    return new RunQueue(PendingTasks.of(planned), clock::get);
  }

  private static Task task(int ordinal, long size, int round) {
    return new Task(
        ordinal, new Input("file:/x/", "f" + ordinal, size, "v"), null, Params.NONE, round);
  }

  private static int take(RunQueue queue) throws InterruptedException {
    QueuedTask task = queue.take();
    assertThat(task).isNotNull();
    return task.task().ordinal();
  }

  private static List<Integer> ordinals(RunQueue queue, int count) throws InterruptedException {
    List<Integer> ordinals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ordinals.add(take(queue));
    }
    return ordinals;
  }

  private static CompletableFuture<QueuedTask> inBackground(RunQueue queue) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return queue.take();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
