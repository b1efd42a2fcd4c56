package dev.muster.reports.html;

import dev.muster.reports.text.Durations;
import java.util.List;
import java.util.Locale;

/** Draws a {@link Histogram}; colours come from the page's style. */
final class HistogramSvg {

  /** Room for the columns; they share it, but are wide enough for their labels. */
  private static final int WIDTH = 460;

  private static final int NARROWEST = 58;
  private static final int WIDEST = 110;
  private static final int HEIGHT = 150;
  private static final int ABOVE = 20;
  private static final int BELOW = 24;
  private static final int SIDE = 30;

  private HistogramSvg() {}

  static Html of(Histogram histogram) {
    List<Histogram.Bin> bins = histogram.bins();
    long most = bins.stream().mapToLong(Histogram.Bin::count).max().orElse(1);
    int column = Math.max(NARROWEST, Math.min(WIDEST, WIDTH / Math.max(1, bins.size())));
    int width = bins.size() * column + 2 * SIDE;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg class=\"histogram\" viewBox=\"0 0 %d %d\" style=\"max-width:%dpx\" role=\"img\""
                + " aria-label=\"How many tasks took how long\">",
            width,
            ABOVE + HEIGHT + BELOW,
            width));
    int left = SIDE;
    for (Histogram.Bin bin : bins) {
      column(svg, bin, left, column, most);
      left += column;
    }
    if (!bins.isEmpty()) {
      label(svg, left, ABOVE + HEIGHT + 17, Durations.text(bins.get(bins.size() - 1).to()));
    }
    return new Html(svg.append("</svg>").toString());
  }

  private static void column(StringBuilder svg, Histogram.Bin bin, int left, int width, long most) {
    double height = bin.count() == 0 ? 0 : Math.max(2, (double) bin.count() / most * HEIGHT);
    double top = ABOVE + HEIGHT - height;
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\" rx=\"2\"/>",
            left + 2,
            top,
            width - 4,
            height));
    if (bin.count() > 0) {
      label(svg, left + width / 2, (int) top - 6, Numbers.text(bin.count()));
    }
    label(svg, left, ABOVE + HEIGHT + 17, Durations.text(bin.from()));
  }

  private static void label(StringBuilder svg, int x, int y, String text) {
    svg.append(
        String.format(
            Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>", x, y, text));
  }
}
