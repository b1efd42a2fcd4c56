package dev.muster.core.pipeline;

import dev.muster.core.Services;
import dev.muster.core.run.Redactor;
import dev.muster.diagnosis.cause.Diagnosis;
import dev.muster.diagnosis.events.EventLogs;
import dev.muster.model.pipeline.Cause;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.model.pipeline.StepState;
import dev.muster.spi.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks for the causes of failed steps: in the end of their logs and in Spark's event logs. */
final class StepCauses {

  private final Ledger ledger;
  private final Redactor redactor;

  StepCauses(Services services, Redactor redactor) {
    ledger = services.ledger().get();
    this.redactor = redactor;
  }

  /** The same steps; those that failed with their causes, where these can be told. */
  List<StepRecord> explain(PipelineRun run, List<StepRecord> records) {
    if (records.stream().noneMatch(record -> record.state() == StepState.FAILED)) {
      return records;
    }
    List<StepJob> jobs = ledger.read(tx -> tx.pipelines().jobs(run.id()));
    return records.stream()
        .map(
            record ->
                record.state() != StepState.FAILED || record.cause() != null
                    ? record
                    : jobs.stream()
                        .filter(job -> job.step() == record.number())
                        .reduce((first, second) -> second)
                        .flatMap(last -> cause(run, last))
                        .map(record::because)
                        .orElse(record))
        .toList();
  }

  private Optional<Cause> cause(PipelineRun run, StepJob last) {
    Path folder = run.results().resolve(last.folder());
    String detail = last.detail() == null ? "" : last.detail();
    // The signal that ended a step whose time was up was Muster's own.
    return Diagnosis.of(
            StepOutcome.isTooLong(last) ? null : last.exitCode(),
            redactor.redact(LogTail.of(folder.resolve("log"))) + "\n" + detail,
            failures(folder.resolve("events")))
        .map(
            cause ->
                new Cause(
                    redactor.redact(cause.summary()),
                    redactor.redact(cause.evidence()),
                    redactor.redact(cause.fix())));
  }

  /** What an event log that cannot be read says is missed; the program's own words remain. */
  private static List<String> failures(Path events) {
    try {
      return EventLogs.read(events).stream().flatMap(each -> each.failures().stream()).toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
