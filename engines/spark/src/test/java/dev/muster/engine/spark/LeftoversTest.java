package dev.muster.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.FailureKind;
import dev.muster.model.Input;
import dev.muster.model.Params;
import dev.muster.model.Task;
import dev.muster.model.Worker;
import dev.muster.protocol.spool.Frames;
import dev.muster.protocol.spool.Packet;
import dev.muster.protocol.spool.Segments;
import dev.muster.spi.engine.Attempt;
import dev.muster.spi.engine.QueuedTask;
import dev.muster.spi.engine.TaskListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a driver's spool counts for a Muster that comes later, whose attempts are the first. */
class LeftoversTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;
  private final ByteArrayOutputStream spool = new ByteArrayOutputStream();
  private final Map<Integer, Attempt> ended = new TreeMap<>();
  private final Outstanding outstanding = new Outstanding();

  private final TaskListener listener =
      new TaskListener() {
        @Override
        public void workerStarted(Worker worker) {}

        @Override
        public void started(QueuedTask task, int worker) {}

        @Override
        public void ended(QueuedTask task, Attempt attempt) {
          assertThat(task.attempt()).isEqualTo(1);
          assertThat(ended.put(task.task().ordinal(), attempt)).as("once").isNull();
        }
      };

  private void kept(int task, int attempt, String reason, String how) throws IOException {
    String line = "{%s,\"attempt\":%d,\"started\":1,\"ended\":2}".formatted(how, attempt);
    Packet packet =
        Packet.of("ended", task)
            .with("attempt", attempt)
            .with("worker", 1)
            .with("reason", reason)
            .with(line.getBytes(StandardCharsets.UTF_8));
    spool.write(Frames.encode(packet.encode()).array());
  }

  private void done(int task, int attempt) throws IOException {
    kept(task, attempt, null, "\"done\":" + task + ",\"data\":{\"by\":" + attempt + "}");
  }

  private void failed(int task, int attempt, String reason) throws IOException {
    kept(
        task,
        attempt,
        reason,
        "\"failed\":" + task + ",\"kind\":\"RETRYABLE\",\"message\":\"no\",\"detail\":null");
  }

  @Test
  void anyAttemptCountsAndASuccessBeforeAFailure() throws Exception {
    failed(1, 1, null);
    done(1, 2);
    failed(2, 1, null);
    failed(2, 2, null);
    done(3, 1);
    failed(4, 1, "STOPPED");
    failed(5, 1, "REVOKED");
    done(6, 3);
    Path run = folder.resolve("run");
    LocalHead head = new LocalHead(run);
    Files.createDirectory(run.resolve(Segments.FOLDER));
    Files.write(run.resolve(Segments.FOLDER).resolve(Segments.name(0)), spool.toByteArray());
    for (int i = 1; i <= 5; i++) {
      Input input = new Input("file:/data/", "a", 1, "");
      outstanding.add(new QueuedTask(new Task(i, input, null, Params.NONE, 1), 1));
    }
    Deliveries deliveries =
        new Deliveries(
            new Jobs().job(), outstanding, listener, "python3", InstantSource.fixed(NOW));
    Leftovers.hand(new SpoolReader(head), deliveries, 1);
    assertThat(ended.keySet()).as("6 is committed").containsExactly(1, 2, 3, 5);
    assertThat(ended.get(1).failure()).isNull();
    assertThat(ended.get(2).failure().kind()).isEqualTo(FailureKind.RETRYABLE);
    assertThat(ended.get(3).failure()).isNull();
    assertThat(ended.get(5).failure().kind()).isEqualTo(FailureKind.REVOKED);
    assertThat(outstanding.has(4)).as("what was stopped is wanted again").isTrue();
  }
}
