package dev.muster.reports.gantt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.ResultFile;
import dev.muster.testkit.report.FakeRunReport;
import dev.muster.testkit.report.FakeRunReportBuilder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GanttWriterTest {

  @TempDir Path folder;

  private BufferedImage picture(FakeRunReportBuilder run) throws IOException {
    FakeRunReport report = run.fileName(ResultFile.GANTT, "time.png").build();
    new GanttWriter().write(report, folder);
    return ImageIO.read(folder.resolve("time.png").toFile());
  }

  private static Set<Integer> colors(BufferedImage image) {
    Set<Integer> colors = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colors.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    return colors;
  }

  @ParameterizedTest
  @CsvSource({"1,1,20", "2,2,100", "12,5,600", "40,10,4000", "1,4,20000"})
  void isAsLargeAsTheContractSays(int nodes, int workers, int tasks) throws IOException {
    BufferedImage image =
        picture(FakeRunReport.builder().nodes(nodes).workersPerNode(workers).tasks(tasks));
    assertThat(image.getWidth()).isEqualTo(2400);
    assertThat(image.getHeight()).isEqualTo(1600);
    assertThat(colors(image)).contains(NodeColors.of(0)).doesNotContain(NodeColors.FAILED);
  }

  @ParameterizedTest
  @CsvSource({"1,700", "2,700", "4,1000", "8,1400", "40,1600"})
  void keepsFewRowsTogetherAtTheTop(int workers, int lowest) throws IOException {
    BufferedImage image = picture(FakeRunReport.builder().workersPerNode(workers).tasks(200));
    int last = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        last = (image.getRGB(x, y) & 0xffffff) == 0xffffff ? last : y;
      }
    }
    assertThat(last).isBetween(lowest - 300, lowest);
  }

  @Test
  void givesEachNodeAColourAndMarksFailures() throws IOException {
    Set<Integer> colors = colors(picture(FakeRunReport.builder().nodes(3).tasks(60).failures(1)));
    assertThat(colors)
        .contains(NodeColors.of(0), NodeColors.of(1), NodeColors.of(2), NodeColors.FAILED)
        .doesNotContain(NodeColors.of(3));
  }

  /** One short failure among many tasks would be lost when its neighbours covered it. */
  @Test
  void showsOneFailureAmongTwentyThousandTasks() throws IOException {
    FakeRunReportBuilder run =
        FakeRunReport.builder()
            .tasks(20_000)
            .failures(1)
            .durations(Duration.ofNanos(20_000), Duration.ofNanos(60_000));
    BufferedImage image = picture(run);
    int red = 0;
    for (int y = 150; y < 1_400; y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        red += (image.getRGB(x, y) & 0xffffff) == NodeColors.FAILED ? 1 : 0;
      }
    }
    assertThat(red).isGreaterThan(100);
  }

  @Test
  void drawsAPictureWhenNothingRan() throws IOException {
    assertThat(picture(FakeRunReport.builder().tasks(4).cached(4)).getWidth()).isEqualTo(2400);
    assertThat(picture(FakeRunReport.builder().tasks(0)).getWidth()).isEqualTo(2400);
  }

  @Test
  void drawsTasksThatTookNoTime() throws IOException {
    FakeRunReportBuilder run =
        FakeRunReport.builder().tasks(1).durations(Duration.ZERO, Duration.ZERO);
    assertThat(colors(picture(run))).contains(NodeColors.of(0));
  }

  @Test
  void writesPixelsAsTheyAreWithAndWithoutPalette() throws IOException {
    for (int depth : new int[] {2, 256}) {
      BufferedImage image = new BufferedImage(83, 41, BufferedImage.TYPE_INT_RGB);
      Random random = new Random(depth);
      for (int y = 0; y < 41; y++) {
        for (int x = 0; x < 83; x++) {
          image.setRGB(x, y, random.nextInt(depth) * 0x10305 + random.nextInt(depth));
        }
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PngEncoder.write(image, out);
      BufferedImage read = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
      for (int y = 0; y < 41; y++) {
        for (int x = 0; x < 83; x++) {
          assertThat(read.getRGB(x, y)).isEqualTo(image.getRGB(x, y));
        }
      }
    }
  }
}
