package dev.muster.reports.html;

import dev.muster.diagnosis.events.ApplicationFigures;
import dev.muster.diagnosis.events.EventLogs;
import dev.muster.model.Fact;
import dev.muster.model.RunState;
import dev.muster.model.pipeline.Cause;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepState;
import dev.muster.reports.text.Durations;
import dev.muster.reports.text.Visible;
import dev.muster.spi.report.PipelineReport;
import dev.muster.spi.report.StepReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills the page of a pipeline's run. Every text of the user's goes through {@link #shown}. */
final class PipelinePage {

  /** The exit code of critical quality warnings. */
  static final int WARNED = 2;

  private static final int MOST_FAILURES = 50;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final PipelineReport report;
  private final StepTimes times;
  private final Map<String, List<ApplicationFigures>> spark = new LinkedHashMap<>();

  PipelinePage(PipelineReport report) {
    this.report = report;
    this.times = new StepTimes(report);
  }

  Slots slots() throws IOException {
    for (StepReport step : report.steps()) {
      Path events = step.eventLog();
      if (events != null) {
        spark.put(step.step().id().value(), EventLogs.read(events));
      }
    }
    PipelineRun run = report.run();
    Slots page = new Slots();
    page.text("pipeline", shown(run.name()));
    page.text("run", run.id().value());
    page.text("created", CLOCK.format(run.created()));
    Instant ended = run.ended();
    page.text("ended", ended == null ? "still running" : CLOCK.format(ended));
    addState(page, run);
    addCards(page);
    page.html("gantt", StepGanttSvg.of(report.steps(), times, this::shown));
    page.text("stepCount", Numbers.text(report.steps().size()));
    addFailures(page);
    page.list("steps", report.steps().stream().map(this::row).toList());
    new SparkSection(this::shown).addTo(page, spark);
    page.list("facts", facts(run));
    page.text("command", shown(ShellLine.of(run.command())));
    page.when("canResume", !report.resumeCommand().isEmpty());
    page.text("resume", shown(ShellLine.of(report.resumeCommand())));
    return page;
  }

  private String shown(String text) {
    return Visible.line(report.redactor().apply(text));
  }

  static String word(StepState state) {
    return switch (state) {
      case PENDING -> "not begun";
      case RUNNING -> "running";
      case COMPLETED -> "completed";
      case WARNED -> "quality warnings";
      case FAILED -> "failed";
      case CANCELLED -> "cancelled";
      case SKIPPED -> "skipped";
      case BLOCKED -> "blocked";
    };
  }

  private static String tone(StepState state) {
    return switch (state) {
      case COMPLETED -> "good";
      case FAILED -> "bad";
      case WARNED, RUNNING, CANCELLED -> "open";
      case PENDING, SKIPPED, BLOCKED -> "none";
    };
  }

  private static void addState(Slots page, PipelineRun run) {
    Integer code = run.exitCode();
    boolean warned = code != null && code == WARNED;
    page.text("state", warned ? "quality warnings" : run.state().name().toLowerCase(Locale.ROOT));
    page.text(
        "tone",
        warned
            ? "open"
            : run.state() == RunState.COMPLETED
                ? "good"
                : run.state() == RunState.FAILED ? "bad" : "open");
    page.text("exit", code == null ? "–" : code.toString());
  }

  private void addCards(Slots page) {
    page.number("completed", count(StepState.COMPLETED));
    page.number("warned", count(StepState.WARNED));
    page.number("failed", count(StepState.FAILED));
    page.text("failedTone", count(StepState.FAILED) > 0 ? "bad" : "quiet");
    page.number("skipped", count(StepState.SKIPPED));
    page.number(
        "waiting",
        count(StepState.PENDING)
            + count(StepState.BLOCKED)
            + count(StepState.CANCELLED)
            + count(StepState.RUNNING));
    page.text("wall", Durations.text(times.span()));
    page.text("work", Durations.text(report.steps().stream().mapToLong(times::took).sum()));
  }

  private long count(StepState state) {
    return report.steps().stream().filter(step -> step.record().state() == state).count();
  }

  private void addFailures(Slots page) {
    List<StepReport> bad =
        report.steps().stream()
            .filter(
                step ->
                    step.record().state() == StepState.FAILED
                        || step.record().state() == StepState.WARNED)
            .toList();
    page.when("anyFailed", !bad.isEmpty());
    page.list("failures", bad.stream().limit(MOST_FAILURES).map(this::failure).toList());
    page.when("moreFailures", bad.size() > MOST_FAILURES);
    page.number("moreFailuresCount", bad.size() - MOST_FAILURES);
  }

  private Slots failure(StepReport step) {
    StepJob last = last(step);
    Integer code = last == null ? null : last.exitCode();
    String detail = last == null || last.detail() == null ? "" : last.detail();
    boolean warned = step.record().state() == StepState.WARNED;
    Slots slots = new Slots();
    slots.text("step", shown(step.step().id().value()));
    slots.text("anchor", "step-" + step.record().number());
    slots.text("word", word(step.record().state()));
    slots.text("tone", tone(step.record().state()));
    slots.text("exit", code == null ? "no exit code" : "exit code " + code);
    slots.text("reason", shown(step.record().reason() == null ? detail : step.record().reason()));
    List<Slots> causes = new ArrayList<>();
    Cause cause = step.record().cause();
    if (cause != null) {
      causes.add(
          new Slots()
              .text("summary", shown(cause.summary()))
              .text("evidence", shown(cause.evidence()))
              .text("fix", shown(cause.fix())));
    }
    slots.list("causes", causes);
    slots.when("noCause", causes.isEmpty() && !warned);
    slots.when("hasLog", !step.logTail().isEmpty());
    slots.text("log", Visible.lines(report.redactor().apply(step.logTail())));
    addLink(slots, step);
    return slots;
  }

  private Slots row(StepReport step) {
    StepJob last = last(step);
    Integer code = last == null ? null : last.exitCode();
    String reason = step.record().reason();
    Slots slots = new Slots();
    slots.number("number", step.record().number());
    slots.text("step", shown(step.step().id().value()));
    slots.text("kind", step.record().kind());
    slots.text("word", word(step.record().state()));
    slots.text("tone", tone(step.record().state()));
    slots.text("took", step.attempts().isEmpty() ? "" : Durations.text(times.took(step)));
    slots.text("attempts", step.attempts().isEmpty() ? "" : Numbers.text(step.attempts().size()));
    slots.text("engine", last == null ? "" : shown(last.engine()));
    slots.text("exit", code == null ? "" : code.toString());
    slots.text("reason", reason == null ? "" : shown(reason));
    addLink(slots, step);
    return slots;
  }

  private static @Nullable StepJob last(StepReport step) {
    List<StepJob> attempts = step.attempts();
    return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
  }

  /** Relative when it is below the page, so that the folder can be moved. */
  private void addLink(Slots slots, StepReport step) {
    Path log = step.log();
    Path results = report.run().results();
    boolean below = log != null && log.startsWith(results);
    slots.when("hasLink", below);
    slots.text(
        "href",
        below && log != null
            ? ReportPage.href(results.relativize(log).toString().replace('\\', '/'))
            : "");
  }

  private List<Slots> facts(PipelineRun run) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("pipeline", run.file().toString()));
    facts.add(new Fact("form", report.pipeline().form().name().toLowerCase(Locale.ROOT)));
    facts.addAll(run.environment());
    return facts.stream()
        .map(
            fact ->
                new Slots()
                    .text("factName", shown(fact.name()))
                    .text("factValue", shown(fact.value())))
        .toList();
  }
}
