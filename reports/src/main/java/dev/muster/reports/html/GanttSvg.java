package dev.muster.reports.html;

import dev.muster.reports.gantt.Bar;
import dev.muster.reports.gantt.NodeColors;
import dev.muster.reports.gantt.Row;
import dev.muster.reports.gantt.Timeline;
import dev.muster.reports.text.Durations;
import java.util.Locale;

/** The timeline as a small still picture: for paper, and for browsers without script. */
final class GanttSvg {

  private static final int WIDTH = 1_000;
  private static final int MOST_BARS = 6_000;
  private static final int LOWEST_ROW = 2;
  private static final int HIGHEST_ROW = 22;
  private static final int HEIGHT = 320;
  private static final int AXIS = 20;
  private static final int TICKS = 5;
  private static final double SHARE_OF_ROW = 0.8;
  private static final double LEAST_RED = 0.25;

  private GanttSvg() {}

  static Html of(Timeline timeline) {
    int rows = Math.max(1, timeline.rows().size());
    double high = Math.max(LOWEST_ROW, Math.min(HIGHEST_ROW, (double) HEIGHT / rows));
    Timeline visible =
        timeline.merged(Math.max(timeline.span() / WIDTH, timeline.resolutionFor(MOST_BARS)));
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %.0f\" role=\"img\" aria-label=\"Timeline of all workers\">",
            WIDTH,
            rows * high + AXIS));
    double top = 0;
    for (Row row : visible.rows()) {
      path(svg, row, false, top, high, timeline.span());
      path(svg, row, true, top, high, timeline.span());
      top += high;
    }
    axis(svg, timeline.span(), rows * high);
    return new Html(svg.append("</svg>").toString());
  }

  /** All bars in their node's colour, or over them in red as much as failed, but enough to see. */
  private static void path(
      StringBuilder svg, Row row, boolean failed, double top, double high, long span) {
    StringBuilder path = new StringBuilder();
    for (Bar bar : row.bars()) {
      double share = (double) bar.failed() / bar.tasks();
      if (failed && share == 0) {
        continue;
      }
      double left = scaled(bar.start(), span);
      double width = Math.max(0.6, scaled(bar.end(), span) - left - 0.4);
      double height = high * SHARE_OF_ROW * (failed ? Math.max(LEAST_RED, share) : 1);
      double upper = top + high * SHARE_OF_ROW - height;
      tenths(path.append('M'), left);
      tenths(path.append(' '), upper);
      tenths(path.append('h'), width);
      tenths(path.append('v'), height);
      tenths(path.append("h-"), width);
      path.append('z');
    }
    if (path.length() > 0) {
      int color = failed ? NodeColors.FAILED : NodeColors.of(row.node());
      svg.append(String.format(Locale.ROOT, "<path fill=\"#%06x\" d=\"%s\"/>", color, path));
    }
  }

  /** Adds a number that is not negative, with one decimal; thousands of them are written. */
  private static void tenths(StringBuilder text, double value) {
    long tenths = Math.round(value * 10);
    text.append(tenths / 10).append('.').append(tenths % 10);
  }

  private static void axis(StringBuilder svg, long span, double top) {
    for (int tick = 0; tick <= TICKS; tick++) {
      String anchor = tick == 0 ? "start" : tick == TICKS ? "end" : "middle";
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%.0f\" text-anchor=\"%s\">%s</text>",
              WIDTH * tick / TICKS,
              top + AXIS - 6,
              anchor,
              Durations.text(span * tick / TICKS)));
    }
  }

  private static double scaled(long micros, long span) {
    return (double) micros / Math.max(1, span) * WIDTH;
  }
}
