package dev.muster.core.pipeline;

import dev.muster.model.Digest;
import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepCondition;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.model.pipeline.StepState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the steps of a run stand, and what follows from it. It does nothing itself: it is told what
 * has happened. One thread at a time.
 */
final class StepBoard {

  private final Pipeline pipeline;
  private final Map<StepId, StepRecord> records = new LinkedHashMap<>();
  private final StepWaits waits;

  /** Of records in the order of the pipeline. */
  StepBoard(Pipeline pipeline, List<StepRecord> given) {
    this.pipeline = pipeline;
    given.forEach(record -> records.put(record.id(), record));
    if (!List.copyOf(records.keySet()).equals(pipeline.steps().stream().map(Step::id).toList())) {
      throw new IllegalArgumentException("records of other steps: " + records.keySet());
    }
    waits = StepWaits.of(pipeline, id -> record(id).state() == StepState.SKIPPED);
  }

  /** Records of a run that begins: what is left out is skipped, for the given reason. */
  static List<StepRecord> begin(Pipeline pipeline, Map<StepId, String> leftOut) {
    List<StepRecord> begun = new ArrayList<>();
    for (Step step : pipeline.steps()) {
      String reason = leftOut.get(step.id());
      begun.add(
          new StepRecord(
              begun.size() + 1,
              step.id(),
              step.work().kind(),
              reason == null ? StepState.PENDING : StepState.SKIPPED,
              reason,
              null,
              null));
    }
    return begun;
  }

  /**
   * Records of a run that is taken up: what did not go well is to be done again, but for what is
   * now left out.
   */
  static List<StepRecord> resume(List<StepRecord> before, Map<StepId, String> leftOut) {
    return before.stream()
        .map(record -> record.state().isAgain() ? record.with(StepState.PENDING, null) : record)
        .map(
            record ->
                record.state() == StepState.PENDING && leftOut.containsKey(record.id())
                    ? record.with(StepState.SKIPPED, leftOut.get(record.id()))
                    : record)
        .toList();
  }

  /** All records, in order. */
  List<StepRecord> records() {
    return List.copyOf(records.values());
  }

  /** One of them. */
  StepRecord record(StepId id) {
    return Objects.requireNonNull(records.get(id));
  }

  /** Notes that a step stands elsewhere. */
  StepRecord move(StepId id, StepState next, @Nullable String reason) {
    StepRecord moved = record(id).with(next, reason);
    records.put(id, moved);
    return moved;
  }

  /** Notes that a step is begun. */
  StepRecord begin(StepId id, @Nullable Digest fingerprint) {
    StepRecord begun = record(id).with(StepState.RUNNING, null).with(fingerprint);
    records.put(id, begun);
    return begun;
  }

  /** Draws what follows for steps that will not be run; those that have moved. */
  List<StepRecord> settle() {
    List<StepRecord> moved = new ArrayList<>();
    Optional<StepRecord> warned =
        records.values().stream().filter(each -> each.state() == StepState.WARNED).findFirst();
    for (Step step : pipeline.steps()) {
      if (record(step.id()).state() == StepState.PENDING) {
        verdict(step, warned)
            .ifPresent(verdict -> moved.add(move(step.id(), verdict.state(), verdict.reason())));
      }
    }
    return moved;
  }

  /** A thousand steps are looked at each time that one has ended: this is no place for streams. */
  private Optional<Verdict> verdict(Step step, Optional<StepRecord> warned) {
    Optional<StepRecord> failed = Optional.empty();
    for (StepId id : waits.needs(step)) {
      StepRecord each = record(id);
      if (failed.isEmpty() && each.state().isFinal() && !each.state().isDone()) {
        failed = Optional.of(each);
      }
    }
    return switch (step.condition()) {
      case NEVER -> Optional.of(new Verdict(StepState.SKIPPED, "when: never"));
      case ALWAYS -> Optional.empty();
      case FAILURE ->
          failed.isEmpty() && isFree(step)
              ? Optional.of(new Verdict(StepState.SKIPPED, "nothing that it waits for failed"))
              : Optional.empty();
      case SUCCESS ->
          (failed.isPresent() ? failed : warned)
              .map(each -> new Verdict(StepState.BLOCKED, each.id() + " " + word(each.state())));
    };
  }

  private static String word(StepState state) {
    return switch (state) {
      case WARNED -> "ended with critical quality warnings";
      case FAILED -> "failed";
      case CANCELLED -> "was cancelled";
      case BLOCKED -> "was not run";
      case PENDING, RUNNING, COMPLETED, SKIPPED -> "did not fail";
    };
  }

  private record Verdict(StepState state, String reason) {}

  /** Steps that may be begun now, in order. To be asked after {@link #settle}. */
  List<Step> ready() {
    List<Step> ready = new ArrayList<>();
    for (Step step : pipeline.steps()) {
      if (record(step.id()).state() == StepState.PENDING
          && step.condition() != StepCondition.NEVER
          && isFree(step)) {
        ready.add(step);
      }
    }
    return ready;
  }

  private boolean isFree(Step step) {
    for (StepId id : waits.ends(step)) {
      if (!record(id).state().isFinal()) {
        return false;
      }
    }
    return true;
  }

  /** Whether a step was ended for the user. */
  boolean hasCancelled() {
    return records.values().stream().anyMatch(record -> record.state() == StepState.CANCELLED);
  }

  /** Whether every step has ended. */
  boolean isOver() {
    for (StepRecord record : records.values()) {
      if (!record.state().isFinal()) {
        return false;
      }
    }
    return true;
  }

  /** 0, or 1 when a step failed, or 2 when the worst were critical quality warnings. */
  int exitCode() {
    boolean failed =
        records.values().stream()
            .anyMatch(
                record ->
                    record.state() == StepState.FAILED || record.state() == StepState.CANCELLED);
    boolean warned =
        records.values().stream().anyMatch(record -> record.state() == StepState.WARNED);
    return failed ? 1 : warned ? 2 : 0;
  }
}
