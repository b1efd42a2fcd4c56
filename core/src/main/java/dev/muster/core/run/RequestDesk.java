package dev.muster.core.run;

import dev.muster.model.Failure;
import dev.muster.model.FailureKind;
import dev.muster.model.Outcome;
import dev.muster.model.Request;
import dev.muster.model.RunId;
import dev.muster.model.Task;
import dev.muster.model.TaskState;
import dev.muster.spi.engine.EngineRun;
import dev.muster.spi.engine.WorkerStatus;
import dev.muster.spi.ledger.Ledger;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers what other processes ask of a run: {@code muster tasks ping|revoke}. */
final class RequestDesk {

  private final Ledger ledger;
  private final RunId run;
  private final Clock clock;
  private final RunQueue queue;
  private final EngineRun engine;
  private final Consumer<Outcome> outcomes;

  RequestDesk(
      Ledger ledger,
      RunId run,
      Clock clock,
      RunQueue queue,
      EngineRun engine,
      Consumer<Outcome> outcomes) {
    this.ledger = ledger;
    this.run = run;
    this.clock = clock;
    this.queue = queue;
    this.engine = engine;
    this.outcomes = outcomes;
  }

  /** Answers all that is open. */
  void answer() {
    List<Request> open = ledger.read(tx -> tx.requests().open(run));
    for (Request request : open) {
      String answer =
          switch (request.kind()) {
            case PING -> ping();
            case REVOKE -> revoke(request.ordinal());
          };
      ledger.write(
          tx -> {
            tx.requests().answer(request.id(), answer);
            return request.id();
          });
    }
  }

  private String ping() {
    List<WorkerStatus> workers = engine.workers();
    long busy = workers.stream().filter(worker -> worker.ordinal() != null).count();
    return workers.size() + " workers, " + busy + " at work";
  }

  private String revoke(@Nullable Integer ordinal) {
    if (ordinal == null) {
      return "no task was named";
    }
    Optional<Task> waiting = queue.revoke(ordinal);
    if (waiting.isPresent()) {
      outcomes.accept(revoked(ordinal, clock.instant()));
      return "revoked before it ran";
    }
    return engine.revoke(ordinal) ? "stopped" : "it has ended already";
  }

  private static Outcome revoked(int ordinal, Instant now) {
    return new Outcome(
        ordinal,
        TaskState.REVOKED,
        0,
        now,
        now,
        0,
        null,
        new Failure(FailureKind.REVOKED, "revoked before it ran", null),
        null);
  }
}
