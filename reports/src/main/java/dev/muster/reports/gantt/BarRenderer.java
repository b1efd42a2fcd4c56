package dev.muster.reports.gantt;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.XYDataset;

/**
 * Draws a bar in its node's colour, on whole pixels and at least one wide. Where there is room, a
 * gap shows where one task ends and the next begins. A failed task is red; of a bar that stands for
 * several tasks, as much as failed is, but enough to be seen.
 */
final class BarRenderer extends AbstractXYItemRenderer {

  private static final long serialVersionUID = 1L;
  private static final double SHARE_OF_ROW = 0.78;
  private static final int HIGHEST = 100;
  private static final int ROOM_FOR_GAP = 5;
  private static final double LEAST_RED = 0.5;
  private static final int NARROWEST_RED = 3;
  private static final Color FAILED = new Color(NodeColors.FAILED);

  private final Color[] colors = new Color[NodeColors.count()];

  BarRenderer() {
    for (int i = 0; i < colors.length; i++) {
      colors[i] = new Color(NodeColors.of(i));
    }
  }

  @Override
  public void drawItem(
      Graphics2D g2,
      XYItemRendererState state,
      Rectangle2D area,
      PlotRenderingInfo info,
      XYPlot plot,
      ValueAxis time,
      ValueAxis rows,
      XYDataset dataset,
      int series,
      int item,
      CrosshairState crosshair,
      int pass) {
    BarDataset bars = (BarDataset) dataset;
    Bar bar = bars.bar(series, item);
    double rowHeight = area.getHeight() / bars.getSeriesCount();
    int left = pixel(time, bars.getXValue(series, item), area, plot.getDomainAxisEdge());
    int right = pixel(time, bars.end(series, item), area, plot.getDomainAxisEdge());
    int width = Math.max(1, right - left);
    width -= width >= ROOM_FOR_GAP ? 1 : 0;
    int height = (int) Math.max(1, Math.min(HIGHEST, rowHeight * SHARE_OF_ROW));
    double middle = rows.valueToJava2D(series, area, plot.getRangeAxisEdge());
    int top = (int) Math.round(middle - height / 2.0);
    if (pass == 0) {
      g2.setPaint(colors[bars.row(series).node() % colors.length]);
      g2.fillRect(left, top, width, height);
    } else if (bar.failed() > 0) {
      double share = Math.max(LEAST_RED, (double) bar.failed() / bar.tasks());
      int red = (int) Math.max(1, Math.round(height * share));
      g2.setPaint(FAILED);
      g2.fillRect(left, top + height - red, Math.max(NARROWEST_RED, width), red);
    }
  }

  /** Failures come last, so that no neighbour covers them. */
  @Override
  public int getPassCount() {
    return 2;
  }

  private static int pixel(ValueAxis axis, double value, Rectangle2D area, RectangleEdge edge) {
    return (int) Math.round(axis.valueToJava2D(value, area, edge));
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
