package dev.muster.reports.gantt;

import dev.muster.model.ResultFile;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.report.ReportWriter;
import dev.muster.spi.report.RunReport;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jfree.chart.JFreeChart;

/**
 * Who worked when, as a picture of 2400 × 1600 pixels: runtime.png.
 *
 * <p>Bars closer than a pixel are drawn as one, so that drawing takes the same time for a hundred
 * tasks and a hundred thousand.
 */
public final class GanttWriter implements ReportWriter {

  private static final int BUFFER = 1 << 16;

  /** Found by {@link java.util.ServiceLoader}. */
  public GanttWriter() {}

  @Override
  public String name() {
    return "gantt";
  }

  /** Fonts and the classes of a chart: a tenth of a second. */
  @Override
  public void warmUp() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      GanttChart.sample().draw(graphics, new Rectangle(image.getWidth(), image.getHeight()));
    } finally {
      graphics.dispose();
    }
  }

  /**
   * @throws MusterException UNAVAILABLE when this machine's Java cannot write text into a picture
   */
  @Override
  public void write(RunReport report, Path folder) throws IOException {
    Timeline timeline = Timeline.of(report);
    Timeline visible = timeline.merged(timeline.span() / GanttChart.WIDTH);
    BufferedImage image = draw(report, visible);
    Path file = folder.resolve(report.fileName(ResultFile.GANTT));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
      PngEncoder.write(image, out);
    }
  }

  private static BufferedImage draw(RunReport report, Timeline timeline) {
    BufferedImage image =
        new BufferedImage(GanttChart.WIDTH, GanttChart.HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      JFreeChart chart = GanttChart.of(report, timeline);
      graphics.setPaint(Color.WHITE);
      graphics.fillRect(0, 0, GanttChart.WIDTH, GanttChart.HEIGHT);
      chart.draw(graphics, new Rectangle(GanttChart.WIDTH, GanttChart.height(timeline)));
    } catch (LinkageError | InternalError e) {
      // What Java throws where libfreetype, fontconfig or every font is missing.
      throw new MusterException(
          ErrorKind.UNAVAILABLE,
          "the picture of run " + report.run().id() + " was not drawn: Java finds no fonts",
          "apt-get install libfreetype6 fontconfig fonts-dejavu-core",
          e);
    } finally {
      graphics.dispose();
    }
    return image;
  }
}
