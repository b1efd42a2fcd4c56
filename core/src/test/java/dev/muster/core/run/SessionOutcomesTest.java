package dev.muster.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Digest;
import dev.muster.model.Input;
import dev.muster.model.Outcome;
import dev.muster.model.Params;
import dev.muster.model.ResultBody;
import dev.muster.model.Task;
import dev.muster.model.TaskResult;
import dev.muster.model.TaskState;
import dev.muster.model.Worker;
import dev.muster.spi.ledger.Tasks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionOutcomesTest {

  private static final Worker WORKER = new Worker(1, "host", "127.0.0.1", 1, 0, Instant.EPOCH);
  private static final Instant NANOS = Instant.ofEpochSecond(1, 2_345);

  @Test
  void hasAllWhenEveryTaskIsCommitted() {
    SessionOutcomes outcomes = new SessionOutcomes(pending(2), 2);
    outcomes.add(outcome(1, "{}"));
    assertThat(outcomes.all(Map.of(1, WORKER))).as("one of two").isNull();
    outcomes.add(outcome(0, "{}"));
    List<TaskResult> all = outcomes.all(Map.of(1, WORKER));
    assertThat(all).extracting(result -> result.task().ordinal()).containsExactly(0, 1);
    assertThat(all).allMatch(result -> WORKER.equals(result.worker()));
    assertThat(all.get(0).outcome().started()).isEqualTo(Instant.ofEpochSecond(1, 2_000));
  }

  @Test
  void hasNothingOfARunThatAnotherSessionBegan() {
    SessionOutcomes outcomes = new SessionOutcomes(pending(1), 2);
    outcomes.add(outcome(0, "{}"));
    assertThat(outcomes.all(Map.of())).isNull();
  }

  @Test
  void letsGoOfResultsThatWouldCrowdTheMemory() {
    SessionOutcomes outcomes = new SessionOutcomes(pending(2), 2);
    String large = " ".repeat((int) (SessionOutcomes.MAX_BYTES / 2));
    outcomes.add(outcome(0, large));
    outcomes.add(outcome(1, large));
    assertThat(outcomes.all(Map.of())).isNull();
  }

  private static PendingTasks pending(int count) {
    List<Tasks.Planned> planned = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Task task = new Task(i, new Input("file:/", "input", 1, ""), null, Params.NONE, 1);
      planned.add(new Tasks.Planned(task, Digest.of(), Digest.of(), null));
    }
    return PendingTasks.of(planned);
  }

  private static Outcome outcome(int ordinal, String json) {
    return new Outcome(
        ordinal, TaskState.SUCCEEDED, 1, NANOS, NANOS, 1, new ResultBody.Inline(json), null, null);
  }
}
