package dev.muster.core.pipeline;

import dev.muster.core.Services;
import dev.muster.core.run.Redactor;
import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.model.pipeline.StepState;
import dev.muster.model.pipeline.StepWork;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a run, as lines of a log: in {@code pipeline.log} of its results, and in the file
 * and on the console that the general configuration asks for. Passes everything on.
 */
final class PipelineLogs implements PipelineListener, AutoCloseable {

  private static final PythonFormat OWN =
      new PythonFormat("%(asctime)s %(levelname)-8s %(message)s", "%Y-%m-%dT%H:%M:%S%z");

  private final PipelineListener next;
  private final LoggingSettings settings;
  private final Redactor redactor;
  private final Clock clock;
  private final List<Sink> sinks = new ArrayList<>();
  private final @Nullable LogCopies copies;
  private int total;

  /** A file of lines. */
  private record Sink(BufferedWriter out, PythonFormat format, LogLevel least) {}

  private PipelineLogs(
      PipelineListener next,
      LoggingSettings settings,
      Redactor redactor,
      Clock clock,
      @Nullable LogCopies copies) {
    this.next = next;
    this.settings = settings;
    this.redactor = redactor;
    this.clock = clock;
    this.copies = copies;
  }

  /**
   * Opens the files; those of a run that is taken up are gone on with.
   *
   * @throws MusterException FORBIDDEN, QUOTA, … when one cannot be written
   */
  static PipelineLogs open(
      Services services,
      PipelineRun run,
      Pipeline pipeline,
      PipelineOptions options,
      PipelineListener next,
      Redactor redactor) {
    LoggingSettings settings = GeneralConfiguration.logging(pipeline);
    Path own = run.results().resolve("pipeline.log");
    Path file = file(settings, run, pipeline);
    LogCopies copies =
        options.logsTo() == null
            ? null
            : LogCopies.begin(
                services.stores(),
                run,
                options.logsTo(),
                options.logInterval(),
                file == null ? List.of() : List.of(file),
                next::message);
    PipelineLogs logs = new PipelineLogs(next, settings, redactor, services.clock(), copies);
    logs.add(own, OWN, LogLevel.DEBUG);
    if (file != null) {
      logs.add(file, settings.file(), settings.fileLevel());
    }
    return logs;
  }

  /** {@code <report_path>/multimno_<yyMMdd_HHmmss>.log}; of the run's begin, so that it goes on. */
  private static @Nullable Path file(LoggingSettings settings, PipelineRun run, Pipeline pipeline) {
    Path folder = settings.folder();
    if (folder == null) {
      return null;
    }
    String name =
        pipeline.form() == Pipeline.Form.MULTIMNO
            ? "multimno"
            : pipeline.name().replaceAll("[^A-Za-z0-9_.-]", "_");
    return folder.resolve(
        name + "_" + PythonTime.write("%y%m%d_%H%M%S", local(run.created())) + ".log");
  }

  private void add(Path file, PythonFormat format, LogLevel least) {
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      sinks.add(
          new Sink(
              Files.newBufferedWriter(
                  file,
                  StandardCharsets.UTF_8,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.APPEND),
              format,
              least));
    } catch (IOException e) {
      close();
      FileFault fault = FileFault.of(e);
      throw new MusterException(
          fault.kind(),
          "the log " + file + " cannot be written: " + fault.words(),
          "change report_path of [Logging], or make room",
          e);
    }
  }

  private synchronized void log(LogLevel level, String text) {
    String message = redactor.redact(text);
    ZonedDateTime time = local(clock.instant());
    for (Sink sink : sinks) {
      if (level.number() >= sink.least().number()) {
        try {
          sink.out().write(sink.format().write(level, message, time));
          sink.out().newLine();
          sink.out().flush();
        } catch (IOException e) {
          // a full disk stops the steps themselves, and says so
        }
      }
    }
    PythonFormat console = settings.console();
    if (console != null
        && settings.consoleLevel() != LogLevel.NOTSET
        && level.number() >= settings.consoleLevel().number()) {
      next.console(console.write(level, message, time));
    }
  }

  private static ZonedDateTime local(Instant instant) {
    return instant.atZone(ZoneId.systemDefault());
  }

  @Override
  public void message(String text) {
    log(LogLevel.INFO, text);
    next.message(text);
  }

  @Override
  public void started(PipelineRun run, List<StepRecord> steps) {
    total = steps.size();
    log(
        LogLevel.INFO,
        "pipeline " + run.name() + ", " + total + " steps, run " + run.id() + ", " + run.file());
    next.started(run, steps);
  }

  @Override
  public void began(Step step, StepJob job) {
    log(
        LogLevel.INFO,
        "step "
            + job.step()
            + "/"
            + total
            + " "
            + step.id()
            + " started"
            + (job.attempt() > 1 ? ", attempt " + job.attempt() : "")
            + ", "
            + job.engine()
            + " "
            + job.handle());
    next.began(step, job);
  }

  @Override
  public void settled(Step step, StepRecord record, List<StepJob> attempts) {
    StringBuilder text = new StringBuilder("step ");
    text.append(record.number()).append('/').append(total).append(' ').append(step.id());
    text.append(' ').append(record.state().name().toLowerCase(Locale.ROOT));
    if (record.reason() != null) {
      text.append(": ").append(record.reason());
    }
    StepJob last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
    if (last != null && last.started() != null && last.ended() != null) {
      text.append(", ")
          .append(Duration.between(last.started(), last.ended()).toMillis() / 1000.0)
          .append(" s");
    }
    if (record.state() == StepState.FAILED || record.state() == StepState.WARNED) {
      text.append(", configured by ").append(configuration(step));
      if (last != null) {
        text.append(", log in ").append(last.folder()).append("/log of the results");
      }
    }
    log(level(record.state()), text.toString());
    next.settled(step, record, attempts);
  }

  private static String configuration(Step step) {
    return step.configuration().isEmpty()
        ? step.work() instanceof StepWork.Command command ? command.argv().get(0) : "nothing"
        : step.configuration().stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  private static LogLevel level(StepState state) {
    return switch (state) {
      case FAILED, WARNED -> LogLevel.ERROR;
      case BLOCKED, CANCELLED -> LogLevel.WARNING;
      case PENDING, RUNNING, COMPLETED, SKIPPED -> LogLevel.INFO;
    };
  }

  @Override
  public void retrying(Step step, StepJob failed, Duration backoff) {
    log(
        LogLevel.WARNING,
        "step "
            + step.id()
            + " failed: "
            + failed.detail()
            + "; it is run again in "
            + backoff.toMillis() / 1000.0
            + " s");
    next.retrying(step, failed, backoff);
  }

  @Override
  public void ended(PipelineRun run, List<StepRecord> steps) {
    log(
        run.exitCode() != null && run.exitCode() == 0 ? LogLevel.INFO : LogLevel.ERROR,
        "pipeline "
            + run.name()
            + " "
            + run.state().name().toLowerCase(Locale.ROOT)
            + (run.exitCode() == null ? "" : ", exit code " + run.exitCode()));
    next.ended(run, steps);
  }

  @Override
  public void console(String line) {
    next.console(line);
  }

  @Override
  public void close() {
    for (Sink sink : sinks) {
      try {
        sink.out().close();
      } catch (IOException e) {
        // what could be written is there
      }
    }
    sinks.clear();
    if (copies != null) {
      copies.close();
    }
  }
}
