package dev.muster.core.pipeline;

import dev.muster.core.Services;
import dev.muster.core.run.Redactor;
import dev.muster.core.run.ResultsFolder;
import dev.muster.model.RunState;
import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.report.PipelineReport;
import dev.muster.spi.report.PipelineReportWriter;
import dev.muster.spi.report.StepReport;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has reports about runs of pipelines written, from the ledger. */
final class PipelineReports {

  private final Services services;
  private final Redactor redactor;

  PipelineReports(Services services, Redactor redactor) {
    this.services = services;
    this.redactor = redactor;
  }

  /** Writes them; a report that cannot be written is said, and does not make the run fail. */
  void write(PipelineRun run, Pipeline pipeline, PipelineListener listener) {
    PipelineReport report = report(run, pipeline);
    List<ResultsFolder.Part> parts = new ArrayList<>();
    for (PipelineReportWriter writer : services.pipelineWriters().get()) {
      parts.add(
          new ResultsFolder.Part() {
            @Override
            public String name() {
              return writer.name();
            }

            @Override
            public void write(Path folder) throws IOException {
              writer.write(report, folder);
            }
          });
    }
    try {
      new ResultsFolder(run.results()).write(parts, listener::message);
    } catch (MusterException e) {
      listener.message("no report: " + e.getMessage());
    }
  }

  private PipelineReport report(PipelineRun run, Pipeline pipeline) {
    Ledger ledger = services.ledger().get();
    List<StepRecord> records = ledger.read(tx -> tx.pipelines().steps(run.id()));
    List<StepJob> jobs = ledger.read(tx -> tx.pipelines().jobs(run.id()));
    List<StepReport> steps = new ArrayList<>();
    for (StepRecord record : records) {
      Step step = pipeline.steps().get(record.number() - 1);
      List<StepJob> attempts = jobs.stream().filter(job -> job.step() == record.number()).toList();
      Path last =
          attempts.isEmpty()
              ? null
              : run.results().resolve(attempts.get(attempts.size() - 1).folder());
      Path log = last == null ? null : last.resolve("log");
      Path events = last == null ? null : last.resolve("events");
      steps.add(
          new StepReport(
              step,
              record,
              attempts,
              log != null && Files.isRegularFile(log) ? log : null,
              redactor.redact(log == null ? "" : LogTail.of(log)),
              events != null && isFilled(events) ? events : null));
    }
    return new PipelineReport(run, pipeline, steps, again(run), redactor::redact);
  }

  private static List<String> again(PipelineRun run) {
    return run.state() == RunState.COMPLETED
        ? List.of()
        : List.of("muster", "pipeline", "run", "--resume", run.id().value());
  }

  private static boolean isFilled(@Nullable Path folder) {
    if (folder == null || !Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      return files.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }
}
