package dev.muster.reports.gantt;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/**
 * Names the rows, the first on top. Where rows are lower than a line of text, every so manieth is
 * named, so that names never overlap and stay legible.
 */
final class RowAxis extends NumberAxis {

  private static final long serialVersionUID = 1L;
  private static final int SMALLEST = 15;
  private static final int LARGEST = 22;
  private static final double LINE = 1.3;
  private static final int LONGEST = 56;

  private final List<String> labels;
  private final int step;

  /**
   * @param labels from top to bottom
   * @param height of all rows together, in pixels, about
   */
  RowAxis(List<String> labels, double height) {
    this.labels = labels.stream().map(RowAxis::shortened).toList();
    double rowHeight = height / Math.max(1, labels.size());
    int size = (int) Math.max(SMALLEST, Math.min(LARGEST, rowHeight / LINE));
    this.step = (int) Math.max(1, Math.ceil(size * LINE / rowHeight));
    setRange(-0.5, Math.max(1, labels.size()) - 0.5);
    setInverted(true);
    setTickLabelFont(new Font(Font.SANS_SERIF, Font.PLAIN, size));
    setAxisLineVisible(false);
  }

  /** Long host names lose their middle: the ends tell machines apart. */
  private static String shortened(String label) {
    int half = LONGEST / 2;
    return label.length() <= LONGEST
        ? label
        : label.substring(0, half) + "…" + label.substring(label.length() - half);
  }

  @Override
  @SuppressWarnings("rawtypes") // as JFreeChart declares it
  public List refreshTicks(
      Graphics2D g2, AxisState state, Rectangle2D dataArea, RectangleEdge edge) {
    List<NumberTick> ticks = new ArrayList<>();
    for (int row = 0; row < labels.size(); row += step) {
      ticks.add(
          new NumberTick(
              row, labels.get(row), TextAnchor.CENTER_RIGHT, TextAnchor.CENTER_RIGHT, 0));
    }
    return ticks;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
