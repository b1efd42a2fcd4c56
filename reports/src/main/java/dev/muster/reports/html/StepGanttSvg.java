package dev.muster.reports.html;

import dev.muster.model.JobState;
import dev.muster.model.pipeline.StepJob;
import dev.muster.reports.text.Durations;
import dev.muster.spi.report.StepReport;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A row for each step, a bar for each of its attempts. */
final class StepGanttSvg {

  private static final int WIDTH = 1_000;
  private static final int LABELS = 210;
  private static final int FEW = 40;
  private static final int AXIS = 22;
  private static final int TICKS = 5;
  private static final int LONGEST_LABEL = 30;

  private StepGanttSvg() {}

  static Html of(List<StepReport> steps, StepTimes times, UnaryOperator<String> shown) {
    int high = steps.size() <= FEW ? 22 : 15;
    int bottom = steps.size() * high;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg class=\"steps\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Timeline of all steps\">",
            WIDTH + 1,
            bottom + AXIS));
    for (int tick = 0; tick <= TICKS; tick++) {
      tick(svg, tick, bottom, times.span());
    }
    for (int row = 0; row < steps.size(); row++) {
      row(svg, steps.get(row), AXIS + row * high, high, times, shown);
    }
    return new Html(svg.append("</svg>").toString());
  }

  private static void row(
      StringBuilder svg,
      StepReport step,
      int top,
      int high,
      StepTimes times,
      UnaryOperator<String> shown) {
    String id = shown.apply(step.step().id().value());
    String label = id.length() <= LONGEST_LABEL ? id : id.substring(0, LONGEST_LABEL - 1) + "…";
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"label\" x=\"0\" y=\"%.1f\" style=\"font-size:%dpx\">%s</text>",
            top + high * 0.68,
            Math.min(12, high - 3),
            Html.escape(label)));
    for (StepJob attempt : step.attempts()) {
      long start = times.start(attempt);
      long end = times.end(attempt);
      double left = scaled(start, times.span());
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\"><title>%s</title></rect>",
              tone(attempt),
              left,
              top + high * 0.14,
              Math.max(1, scaled(end, times.span()) - left),
              high * 0.72,
              Html.escape(
                  id
                      + ", attempt "
                      + attempt.attempt()
                      + ": "
                      + Durations.text(end - start)
                      + ", from "
                      + Durations.text(start))));
    }
    if (step.attempts().isEmpty()) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%.1f\" style=\"font-size:%dpx\">%s</text>",
              LABELS + 4,
              top + high * 0.68,
              Math.min(11, high - 4),
              PipelinePage.word(step.record().state())));
    }
  }

  private static String tone(StepJob attempt) {
    Integer code = attempt.exitCode();
    if (attempt.state() == JobState.COMPLETED && code != null && code == 0) {
      return "completed";
    }
    if (code != null && code == PipelinePage.WARNED) {
      return "warned";
    }
    return attempt.state() == JobState.FAILED ? "failed" : "open";
  }

  private static void tick(StringBuilder svg, int tick, int bottom, long span) {
    double left = LABELS + (double) (WIDTH - LABELS) * tick / TICKS;
    svg.append(
        String.format(
            Locale.ROOT,
            "<path class=\"line\" d=\"M%.1f %dv%d\"/><text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
            left,
            AXIS,
            bottom,
            left,
            AXIS - 8,
            tick == 0 ? "start" : tick == TICKS ? "end" : "middle",
            tick == 0 ? "0" : Durations.text(span * tick / TICKS)));
  }

  private static double scaled(long micros, long span) {
    return LABELS + (double) micros / span * (WIDTH - LABELS);
  }
}
