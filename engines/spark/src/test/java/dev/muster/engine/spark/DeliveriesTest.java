package dev.muster.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Input;
import dev.muster.model.Params;
import dev.muster.model.Task;
import dev.muster.model.Worker;
import dev.muster.protocol.spool.Packet;
import dev.muster.spi.engine.Attempt;
import dev.muster.spi.engine.EngineJob;
import dev.muster.spi.engine.QueuedTask;
import dev.muster.spi.engine.TaskListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Attempt> ended = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private final Outstanding outstanding = new Outstanding();
  private final EngineJob job = new Jobs().job();
  private final Deliveries deliveries =
      new Deliveries(
          job,
          outstanding,
          new TaskListener() {
            @Override
            public void workerStarted(Worker worker) {
              workers.add(worker);
            }

            @Override
            public void started(QueuedTask task, int worker) {}

            @Override
            public void ended(QueuedTask task, Attempt attempt) {
              ended.add(attempt);
            }
          },
          "python3",
          InstantSource.fixed(BEGIN));

  private static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000;
  }

  private void worker(int number, Duration behind) throws IOException {
    Packet packet =
        Packet.of("worker", number)
            .with("executor", "e" + number)
            .with("host", "h" + number)
            .with("address", "10.0.0." + number)
            .with("pid", 1)
            .with("slot", 0)
            .with("limits", true)
            .with("behind", behind.toNanos() / 1_000)
            .with("since", micros(BEGIN.minus(behind)));
    assertThat(deliveries.deliver(packet)).isFalse();
  }

  private void task(int ordinal) {
    Input input = new Input("file:/data/", "a", 1, "");
    outstanding.add(new QueuedTask(new Task(ordinal, input, null, Params.NONE, 1), 1));
  }

  private boolean ended(int ordinal, int worker, Instant begin) throws IOException {
    String line =
        "{\"done\":%d,\"attempt\":1,\"started\":%d,\"ended\":%d,\"data\":{}}"
            .formatted(ordinal, micros(begin), micros(begin.plusSeconds(2)));
    return deliveries.deliver(
        Packet.of("ended", ordinal)
            .with("attempt", 1)
            .with("worker", worker)
            .with("reason", null)
            .with(line.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void timesAreThoseOfTheHeadWhateverClocksOfHostsSay() throws IOException {
    worker(1, Duration.ofHours(1));
    worker(2, Duration.ofHours(-1));
    worker(3, Duration.ofMillis(3));
    for (int number = 1; number <= 3; number++) {
      task(number);
    }
    assertThat(ended(1, 1, BEGIN.minus(Duration.ofHours(1)))).isTrue();
    assertThat(ended(2, 2, BEGIN.plus(Duration.ofHours(1)))).isTrue();
    assertThat(ended(3, 3, BEGIN)).isTrue();
    assertThat(ended)
        .hasSize(3)
        .allSatisfy(attempt -> assertThat(attempt.started()).isEqualTo(BEGIN))
        .allSatisfy(attempt -> assertThat(attempt.ended()).isEqualTo(BEGIN.plusSeconds(2)));
    assertThat(workers.get(0).started()).isEqualTo(BEGIN);
  }

  @Test
  void attemptThatIsNotAwaitedIsDropped() throws IOException {
    worker(1, Duration.ZERO);
    task(1);
    assertThat(ended(1, 1, BEGIN)).isTrue();
    assertThat(ended(1, 1, BEGIN)).as("again").isFalse();
    assertThat(ended(2, 1, BEGIN)).as("not ours").isFalse();
    assertThat(ended).hasSize(1);
  }
}
