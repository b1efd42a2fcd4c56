package dev.muster.reports.html;

import dev.muster.model.Failure;
import dev.muster.model.Outcome;
import dev.muster.model.TaskResult;
import dev.muster.model.Worker;
import dev.muster.reports.text.Durations;
import dev.muster.reports.text.TaskName;
import dev.muster.reports.text.Times;
import dev.muster.reports.text.Visible;
import dev.muster.spi.report.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The failed tasks: what they have in common, then one after the other with their logs. */
final class FailureSection {

  private static final int LONGEST_MESSAGE = 2_000;

  private final RunReport report;
  private final PageCollector tasks;

  FailureSection(RunReport report, PageCollector tasks) {
    this.report = report;
    this.tasks = tasks;
  }

  void addTo(Slots page) {
    page.when("anyFailed", !tasks.failed().isEmpty());
    page.list("groups", tasks.groups().groups().stream().map(this::group).toList());
    page.when("moreGroups", tasks.groups().others() > 0);
    page.number("moreGroupsCount", tasks.groups().others());
    List<Slots> failures = new ArrayList<>();
    for (TaskResult task : tasks.failed()) {
      Outcome outcome = task.outcome();
      if (outcome != null && outcome.failure() != null) {
        failures.add(failure(task, outcome, outcome.failure()));
      }
    }
    page.list("failures", failures);
    long more = tasks.failures() - failures.size();
    page.when("moreFailures", more > 0);
    page.number("moreFailuresCount", more);
    page.number("failuresShown", failures.size());
  }

  private Slots group(FailureGroups.Group group) {
    return new Slots()
        .number("count", group.count())
        .text("kind", word(group.kind()))
        .text("shape", line(group.shape()))
        .text("example", line(group.example()));
  }

  private Slots failure(TaskResult task, Outcome outcome, Failure failure) {
    Slots slots = new Slots();
    slots.text("task", line(TaskName.of(task.task())));
    slots.text("kind", word(failure.kind()));
    slots.text("message", line(failure.message()));
    slots.text("cause", line(RootCause.of(failure)));
    slots.text(
        "attempts", outcome.attempts() + (outcome.attempts() == 1 ? " attempt" : " attempts"));
    slots.text("took", Durations.text(Times.durationMicros(outcome)));
    slots.text("worker", line(worker(task)));
    String detail = failure.detail() == null ? "" : failure.detail();
    slots.when("hasDetail", !detail.isBlank());
    slots.text("detail", tail(Visible.lines(report.redact(detail))));
    LogTail log = outcome.log() == null ? new LogTail("", "") : LogTail.of(report, outcome.log());
    slots.when("hasLog", outcome.log() != null);
    slots.when("hasLogText", !log.text().isEmpty());
    slots.text("log", log.text());
    slots.text("logNote", log.note());
    slots.text("logHref", outcome.log() == null ? "" : ReportPage.href(outcome.log().path()));
    return slots;
  }

  /** Node and process that ran a task. */
  static String worker(TaskResult task) {
    Worker worker = task.worker();
    return worker == null ? "no worker" : worker.node() + ", process " + worker.pid();
  }

  private static String word(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private String line(String text) {
    String line = Visible.line(report.redact(text));
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
  }

  private static String tail(String text) {
    return text.length() <= LogTail.MOST
        ? text
        : "…" + text.substring(text.length() - LogTail.MOST);
  }
}
