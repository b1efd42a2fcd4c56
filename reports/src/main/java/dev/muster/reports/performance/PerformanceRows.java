package dev.muster.reports.performance;

import dev.muster.model.ResultFile;
import dev.muster.reports.performance.RoundFigures.TaskSpan;
import dev.muster.reports.text.Visible;
import dev.muster.spi.report.RunReport;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Lays out the rows of the {@link PerformanceTable}. */
final class PerformanceRows {

  private static final String NONE = "-";
  private static final String WHOLE_RUN = "whole run";

  private final RunReport report;
  private final List<RoundFigures> rounds;

  PerformanceRows(RunReport report, List<RoundFigures> rounds) {
    this.report = report;
    this.rounds = rounds;
  }

  List<String> header() {
    List<String> header = new ArrayList<>(List.of("Performance"));
    if (rounds.size() == 1) {
      header.add("Value");
    } else {
      rounds.forEach(round -> header.add("Repeat " + round.round()));
      header.addAll(List.of("Mean", "Std"));
    }
    header.add("Info");
    return header;
  }

  /** Contract 4.7, the table of the document. */
  List<List<String>> document() {
    Duration initialize = report.run().timings().initialize();
    Duration total = report.run().timings().total();
    Comparator<TaskSpan> bySpan = Comparator.comparingLong(TaskSpan::micros);
    Optional<TaskSpan> min = spans(RoundFigures::findShortest).min(bySpan);
    Optional<TaskSpan> max = spans(RoundFigures::findLongest).max(bySpan);
    return List.of(
        count("Total tasks", RoundFigures::tasks),
        figure("Average task duration", "s", PerformanceRows::average),
        figure("Min task duration", task(min), span(RoundFigures::findShortest)),
        figure("Max task duration", task(max), span(RoundFigures::findLongest)),
        count("Number of error tasks", RoundFigures::errors),
        count("Number of unfinished tasks", RoundFigures::unfinished),
        figure("Process tasks duration in parallel (real)", "s", PerformanceRows::parallel),
        figure("Process tasks duration in serial (estimation)", "s", PerformanceRows::serial),
        text("Efficiency improvement", "%", PerformanceRows::improvement),
        text("Initialize services duration", WHOLE_RUN, round -> rounded(seconds(initialize))),
        text("Total process durations", WHOLE_RUN, round -> rounded(seconds(total))),
        count("Number of nodes", RoundFigures::nodes),
        count("Number of workers", RoundFigures::workers));
  }

  /** Contract 4.7, the table of the source; "efficiency" is spelt as it should be. */
  List<List<String>> source() {
    Duration initialize = report.run().timings().initialize();
    Duration total = report.run().timings().total();
    return List.of(
        text("Project", "", round -> report.run().project().value()),
        count("Total number of nodes", RoundFigures::nodes),
        text("Number of namespaces", "", round -> NONE),
        text("Number of workers per namespace", "", round -> NONE),
        text("Instance type", "", round -> NONE),
        text("File name", "", round -> report.fileName(ResultFile.LOGS)),
        count("total_tasks", RoundFigures::tasks),
        figure("average_task_duration", "s", PerformanceRows::average),
        figure("min_duration", "s", span(RoundFigures::findShortest)),
        text("shortest_task", "", round -> task(round.findShortest())),
        figure("max_duration", "s", span(RoundFigures::findLongest)),
        text("longest_task", "", round -> task(round.findLongest())),
        count("num_error_task", RoundFigures::errors),
        count("num_unfinished_tasks", RoundFigures::unfinished),
        figure("task_duration_in_parallelism", "s", PerformanceRows::parallel),
        figure("tasks_duration_sum", "s", PerformanceRows::serial),
        text("initial_process_time", WHOLE_RUN, round -> rounded(seconds(initialize))),
        text("total_process_time", WHOLE_RUN, round -> rounded(seconds(total))),
        figure("efficiencyFactor", "%", RoundFigures::efficiencyFactor));
  }

  private Stream<TaskSpan> spans(Function<RoundFigures, Optional<TaskSpan>> figure) {
    return rounds.stream().flatMap(round -> figure.apply(round).stream());
  }

  private List<String> count(String name, ToLongFunction<RoundFigures> figure) {
    return text(name, "", round -> Long.toString(figure.applyAsLong(round)));
  }

  private List<String> text(String name, String info, Function<RoundFigures, String> cell) {
    List<String> row = new ArrayList<>(List.of(name));
    rounds.forEach(round -> row.add(cell.apply(round)));
    if (rounds.size() > 1) {
      row.addAll(List.of(NONE, NONE));
    }
    row.add(info);
    return row;
  }

  private List<String> figure(
      String name, String info, Function<RoundFigures, OptionalDouble> figure) {
    List<String> row = new ArrayList<>(List.of(name));
    rounds.forEach(round -> row.add(rounded(figure.apply(round))));
    if (rounds.size() > 1) {
      double[] known =
          rounds.stream().flatMapToDouble(round -> figure.apply(round).stream()).toArray();
      Optional<Spread> spread = known.length < 2 ? Optional.empty() : Optional.of(Spread.of(known));
      row.add(spread.map(all -> rounded(OptionalDouble.of(all.mean()))).orElse(NONE));
      row.add(spread.map(all -> rounded(OptionalDouble.of(all.std()))).orElse(NONE));
    }
    row.add(info);
    return row;
  }

  private static OptionalDouble average(RoundFigures round) {
    OptionalDouble average = round.average();
    return average.isEmpty() ? average : OptionalDouble.of(average.getAsDouble() / 1e6);
  }

  private static OptionalDouble parallel(RoundFigures round) {
    return round.ran() == 0 ? OptionalDouble.empty() : OptionalDouble.of(round.parallel() / 1e6);
  }

  private static OptionalDouble serial(RoundFigures round) {
    return round.ran() == 0 ? OptionalDouble.empty() : OptionalDouble.of(round.serial() / 1e6);
  }

  private static String improvement(RoundFigures round) {
    return round.efficiencyImprovement().isEmpty()
        ? NONE
        : Long.toString(round.efficiencyImprovement().getAsLong());
  }

  private static Function<RoundFigures, OptionalDouble> span(
      Function<RoundFigures, Optional<TaskSpan>> figure) {
    return round ->
        figure.apply(round).stream().mapToDouble(task -> task.micros() / 1e6).findFirst();
  }

  private String task(Optional<TaskSpan> span) {
    return span.map(task -> Visible.line(report.redact(task.task()))).orElse(NONE);
  }

  private static OptionalDouble seconds(Duration duration) {
    return OptionalDouble.of(duration.toNanos() / 1e9);
  }

  private static String rounded(OptionalDouble value) {
    return value.isEmpty()
        ? NONE
        : BigDecimal.valueOf(value.getAsDouble()).setScale(2, RoundingMode.HALF_UP).toPlainString();
  }
}
