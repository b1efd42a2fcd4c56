package dev.muster.reports.html;

import dev.muster.model.Fact;
import dev.muster.model.ResultFile;
import dev.muster.model.Run;
import dev.muster.model.RunState;
import dev.muster.reports.gantt.NodeColors;
import dev.muster.reports.gantt.Timeline;
import dev.muster.reports.performance.Performance;
import dev.muster.reports.performance.PerformanceTable;
import dev.muster.reports.performance.RoundFigures;
import dev.muster.reports.text.Durations;
import dev.muster.reports.text.ResultNames;
import dev.muster.reports.text.TaskName;
import dev.muster.reports.text.Visible;
import dev.muster.spi.report.RunReport;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Fills the page. Every text of the user's goes through {@link #shown}. */
final class ReportPage {

  /** Bars that the page carries at most. */
  static final int MOST_BARS = 20_000;

  private static final int NODES_IN_LEGEND = 24;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final RunReport report;
  private final PageCollector tasks;
  private final FailureSection failures;

  ReportPage(RunReport report, PageCollector tasks) {
    this.report = report;
    this.tasks = tasks;
    this.failures = new FailureSection(report, tasks);
  }

  Slots slots() throws IOException {
    Run run = report.run();
    Performance performance = tasks.performance();
    Slots page = new Slots();
    page.text("project", shown(run.project().value()));
    page.text("run", run.id().value());
    page.text("created", CLOCK.format(run.created()));
    Instant ended = run.ended();
    page.text("ended", ended == null ? "still running" : CLOCK.format(ended));
    addState(page, run.state());
    addCards(page, run, performance);
    addTimeline(page);
    failures.addTo(page);
    page.list("slowest", slowest());
    page.html("histogram", HistogramSvg.of(tasks.histogram()));
    addTable(page, PerformanceTable.of(report, performance));
    page.list("facts", run.environment().stream().map(this::fact).toList());
    page.text("command", shown(ShellLine.of(run.command())));
    page.text("rerun", shown(ShellLine.of(report.rerunCommand())));
    page.list("files", files());
    return page;
  }

  private String shown(String text) {
    return Visible.line(report.redact(text));
  }

  private static void addState(Slots page, RunState state) {
    String word = state.name().toLowerCase(Locale.ROOT);
    page.text("state", word);
    page.text(
        "tone",
        switch (state) {
          case COMPLETED -> "good";
          case FAILED -> "bad";
          case RUNNING, INTERRUPTED, CANCELLED, DELETED -> "open";
        });
  }

  private void addCards(Slots page, Run run, Performance performance) {
    page.number("succeeded", tasks.succeeded());
    page.number("failed", tasks.failures());
    page.text("failedTone", tasks.failures() > 0 ? "bad" : "quiet");
    page.number("cached", tasks.cached());
    page.number("pending", tasks.pending());
    page.text("wall", Durations.text(run.timings().total()));
    List<RoundFigures> rounds = performance.rounds();
    long serial = rounds.stream().mapToLong(RoundFigures::serial).sum();
    long parallel = rounds.stream().mapToLong(RoundFigures::parallel).sum();
    page.text("serial", Durations.text(serial));
    page.text("parallel", Durations.text(parallel));
    double capacity = rounds.stream().mapToDouble(r -> (double) r.parallel() * r.workers()).sum();
    page.text(
        "efficiency",
        capacity <= 0 ? "–" : String.format(Locale.ROOT, "%.0f %%", 100 * serial / capacity));
    page.text("workers", Numbers.text(tasks.timeline().rows().size()));
  }

  private void addTimeline(Slots page) throws IOException {
    Timeline timeline = tasks.timeline();
    long resolution = timeline.resolutionFor(MOST_BARS);
    Timeline shown = timeline.merged(resolution);
    if (resolution == 0) {
      shown = timeline;
    }
    page.html("ganttData", GanttData.of(shown, tasks.names(), report::redact));
    page.html("ganttSvg", GanttSvg.of(shown));
    page.when("ran", timeline.tasks() > 0);
    List<Slots> note = new ArrayList<>();
    if (resolution > 0) {
      note.add(
          new Slots()
              .number("noteTasks", timeline.tasks())
              .number("noteBars", shown.bars())
              .text("noteSpan", Durations.text(resolution)));
    }
    page.list("merged", note);
    List<String> nodes = timeline.nodes();
    page.list(
        "nodes",
        IntStream.range(0, Math.min(nodes.size(), NODES_IN_LEGEND))
            .mapToObj(node -> legend(shown(nodes.get(node)), NodeColors.of(node)))
            .toList());
    page.when("moreNodes", nodes.size() > NODES_IN_LEGEND);
    page.number("moreNodesCount", nodes.size() - NODES_IN_LEGEND);
  }

  private static Slots legend(String name, int color) {
    return new Slots().text("name", name).text("color", String.format("#%06x", color));
  }

  private List<Slots> slowest() {
    List<Slots> rows = new ArrayList<>();
    List<PageCollector.Slow> slowest = tasks.slowest();
    long longest = slowest.isEmpty() ? 1 : Math.max(1, slowest.get(0).micros());
    for (PageCollector.Slow slow : slowest) {
      rows.add(
          new Slots()
              .text("task", shown(TaskName.of(slow.task().task())))
              .text("took", Durations.text(slow.micros()))
              .text("share", Long.toString(100 * slow.micros() / longest))
              .text("worker", shown(FailureSection.worker(slow.task())))
              .text("outcome", slow.task().state().name().toLowerCase(Locale.ROOT)));
    }
    return rows;
  }

  private void addTable(Slots page, PerformanceTable table) {
    List<String> header = table.header();
    page.list("heads", header.stream().map(name -> new Slots().text("head", name)).toList());
    page.list("documentRows", table.document().stream().map(this::row).toList());
    page.list("sourceRows", table.source().stream().map(this::row).toList());
  }

  private Slots row(List<String> row) {
    List<Slots> cells =
        row.subList(1, row.size()).stream().map(cell -> new Slots().text("cell", cell)).toList();
    return new Slots().text("rowName", row.get(0)).list("cells", cells);
  }

  private Slots fact(Fact fact) {
    return new Slots().text("factName", shown(fact.name())).text("factValue", shown(fact.value()));
  }

  private List<Slots> files() {
    List<String> names = new ArrayList<>();
    String results = report.fileName(ResultFile.RESULTS);
    names.add(results);
    int rounds = report.run().rounds();
    for (int round = 1; rounds > 1 && round <= rounds; round++) {
      names.add(ResultNames.ofRound(results, round));
    }
    names.add(ResultNames.resultLines(report));
    names.add(report.fileName(ResultFile.LOGS));
    names.add(report.fileName(ResultFile.ERRORS));
    names.add(report.fileName(ResultFile.PERFORMANCE));
    names.add(ResultNames.performanceJson(report));
    names.add(report.fileName(ResultFile.GANTT));
    return names.stream()
        .map(name -> new Slots().text("fileName", name).text("href", href(name)))
        .toList();
  }

  /** A relative link; the leading ./ keeps a colon in a name from being taken for a scheme. */
  static String href(String name) {
    try {
      return new URI(null, null, "./" + name, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("a file name that no link can hold: " + name, e);
    }
  }
}
