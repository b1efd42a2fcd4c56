package dev.muster.reports.gantt;

import org.jfree.data.xy.AbstractXYDataset;

/** The rows of a timeline as JFreeChart's series: x is a bar's start, y its row. */
final class BarDataset extends AbstractXYDataset {

  private static final long serialVersionUID = 1L;

  private final transient Timeline timeline;
  private final double unit;

  /**
   * @param unit microseconds in one unit of the time axis
   */
  BarDataset(Timeline timeline, double unit) {
    this.timeline = timeline;
    this.unit = unit;
  }

  Row row(int series) {
    return timeline.rows().get(series);
  }

  Bar bar(int series, int item) {
    return row(series).bars().get(item);
  }

  double end(int series, int item) {
    return bar(series, item).end() / unit;
  }

  @Override
  public int getSeriesCount() {
    return timeline.rows().size();
  }

  @Override
  @SuppressWarnings("rawtypes") // as JFreeChart declares it
  public Comparable getSeriesKey(int series) {
    return series;
  }

  @Override
  public int getItemCount(int series) {
    return row(series).bars().size();
  }

  @Override
  public Number getX(int series, int item) {
    return getXValue(series, item);
  }

  @Override
  public double getXValue(int series, int item) {
    return bar(series, item).start() / unit;
  }

  @Override
  public Number getY(int series, int item) {
    return series;
  }

  @Override
  public double getYValue(int series, int item) {
    return series;
  }
}
