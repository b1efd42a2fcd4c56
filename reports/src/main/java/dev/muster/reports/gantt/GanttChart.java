package dev.muster.reports.gantt;

import dev.muster.reports.text.Durations;
import dev.muster.reports.text.Visible;
import dev.muster.spi.report.RunReport;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Paint;
import java.awt.geom.Rectangle2D;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnitSource;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/** Lays out the picture: title, rows, time, legend. */
final class GanttChart {

  static final int WIDTH = 2400;
  static final int HEIGHT = 1600;

  /** What the title, the time axis and the legend take, about. */
  private static final int FRAME = 280;

  /** A row is no higher than that: a few rows stay together at the top of the picture. */
  private static final int HIGHEST_ROW = 130;

  private static final int FEWEST_ROWS = 2;

  private static final Color INK = new Color(0x1F2933);
  private static final Color QUIET = new Color(0x52606D);
  private static final Color GRID = new Color(0xE4E7EB);
  private static final Color SURFACE = new Color(0xF8F9FB);
  private static final int NODES_IN_LEGEND = 14;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final RunReport report;
  private final Timeline timeline;
  private final TimeScale scale;

  private GanttChart(RunReport report, Timeline timeline) {
    this.report = report;
    this.timeline = timeline;
    this.scale = TimeScale.of(timeline.span());
  }

  static JFreeChart of(RunReport report, Timeline timeline) {
    return new GanttChart(report, timeline).chart();
  }

  /** A chart of nothing. */
  static JFreeChart sample() {
    JFreeChart chart = new JFreeChart(null, null, new XYPlot(), false);
    chart.setTitle(line("nothing", Font.BOLD, 36, INK));
    chart.addSubtitle(line("at all", Font.PLAIN, 24, QUIET));
    return chart;
  }

  /** How much of the picture the chart needs, from the top; the rest stays white. */
  static int height(Timeline timeline) {
    return Math.min(HEIGHT, FRAME + HIGHEST_ROW * Math.max(FEWEST_ROWS, timeline.rows().size()));
  }

  private JFreeChart chart() {
    String title = report.run().project() + "  ·  run " + report.run().id();
    JFreeChart chart = new JFreeChart(null, null, plot(), false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(28, 36, 28, 48));
    chart.setTitle(line(title, Font.BOLD, 36, INK));
    chart.addSubtitle(line(summary(), Font.PLAIN, 24, QUIET));
    chart.addSubtitle(legend());
    return chart;
  }

  private static TextTitle line(String text, int style, int size, Paint paint) {
    TextTitle title = new TextTitle(text, font(style, size));
    title.setPaint(paint);
    title.setHorizontalAlignment(HorizontalAlignment.LEFT);
    title.setPadding(0, 4, 8, 0);
    return title;
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  private String summary() {
    StringBuilder text = new StringBuilder();
    text.append(count(timeline.tasks(), "task"));
    text.append(" on ").append(count(timeline.rows().size(), "worker"));
    text.append(" of ").append(count(timeline.nodes().size(), "node"));
    text.append("   ·   ").append(Durations.text(timeline.span()));
    text.append("   ·   ").append(number(timeline.failed())).append(" failed");
    if (report.run().cached() > 0) {
      text.append("   ·   ").append(number(report.run().cached())).append(" cached, not shown");
    }
    return text.toString();
  }

  private static String count(int number, String word) {
    return number(number) + " " + word + (number == 1 ? "" : "s");
  }

  private static String number(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private XYPlot plot() {
    BarDataset bars = new BarDataset(timeline, scale.micros());
    XYPlot plot = new XYPlot(bars, timeAxis(), rowAxis(), new BarRenderer());
    plot.setBackgroundPaint(SURFACE);
    plot.setOutlinePaint(GRID);
    plot.setDomainGridlinePaint(GRID);
    plot.setDomainGridlineStroke(new BasicStroke(1.5f));
    plot.setRangeGridlinesVisible(false);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setNoDataMessage("No task ran in this run.");
    plot.setNoDataMessageFont(font(Font.PLAIN, 32));
    plot.setNoDataMessagePaint(QUIET);
    plot.setFixedLegendItems(legendItems());
    return plot;
  }

  private NumberAxis timeAxis() {
    Instant origin = Instant.EPOCH.plusNanos(TimeUnit.MICROSECONDS.toNanos(timeline.origin()));
    boolean empty = timeline.rows().isEmpty();
    NumberAxis axis =
        new NumberAxis(
            empty ? "" : scale.name() + " since the first task (" + CLOCK.format(origin) + ")");
    axis.setRange(0, Math.max(1, timeline.span()) / scale.micros() * 1.005);
    axis.setStandardTickUnits(new NumberTickUnitSource());
    axis.setTickLabelFont(font(Font.PLAIN, 22));
    axis.setLabelFont(font(Font.PLAIN, 22));
    axis.setTickLabelPaint(INK);
    axis.setLabelPaint(QUIET);
    axis.setLabelInsets(new RectangleInsets(10, 0, 10, 0));
    axis.setAxisLineVisible(false);
    axis.setTickLabelsVisible(!empty);
    return axis;
  }

  private RowAxis rowAxis() {
    List<String> labels =
        timeline.rows().stream().map(row -> Visible.line(report.redact(row.label()))).toList();
    RowAxis axis = new RowAxis(labels, height(timeline) - FRAME);
    axis.setTickLabelPaint(INK);
    axis.setTickMarkPaint(QUIET);
    return axis;
  }

  private LegendTitle legend() {
    LegendTitle legend = new LegendTitle(() -> legendItems());
    legend.setItemFont(font(Font.PLAIN, 22));
    legend.setItemPaint(INK);
    legend.setFrame(BlockBorder.NONE);
    legend.setPosition(RectangleEdge.BOTTOM);
    legend.setItemLabelPadding(new RectangleInsets(4, 8, 4, 24));
    return legend;
  }

  private LegendItemCollection legendItems() {
    LegendItemCollection items = new LegendItemCollection();
    List<String> nodes = timeline.nodes();
    int shown = Math.min(nodes.size(), NODES_IN_LEGEND);
    for (int node = 0; node < shown; node++) {
      String name = Visible.line(report.redact(nodes.get(node)));
      items.add(item(name, new Color(NodeColors.of(node))));
    }
    if (shown < nodes.size()) {
      items.add(item("… and " + (nodes.size() - shown) + " nodes more", SURFACE));
    }
    if (timeline.failed() > 0) {
      items.add(item("failed", new Color(NodeColors.FAILED)));
    }
    return items;
  }

  private static LegendItem item(String label, Paint paint) {
    return new LegendItem(label, null, null, null, new Rectangle2D.Double(-9, -9, 18, 18), paint);
  }
}
