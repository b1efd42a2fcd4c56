package dev.muster.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.reports.gantt.NodeColors;
import dev.muster.testkit.report.FakeRunReport;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser. */
class HtmlReportIT {

  private static final List<String> QUIET =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--enable-logging=stderr",
          "--window-size=1400,1200");

  @TempDir Path folder;

  /** What the browser wrote. */
  private record Seen(String out, String err) {}

  private Seen browse(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("chromium"));
    command.addAll(QUIET);
    command.add("--user-data-dir=" + Files.createTempDirectory(folder, "browser"));
    command.addAll(List.of(arguments));
    command.add(folder.resolve("report.html").toUri().toString());
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process browser;
    try {
      browser =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
    } catch (IOException e) {
      return Assumptions.abort("no browser on this machine: apt-get install chromium");
    }
    try {
      assertThat(browser.waitFor(120, TimeUnit.SECONDS)).as("the browser ends").isTrue();
    } finally {
      browser.destroyForcibly();
    }
    return new Seen(Files.readString(out), Files.readString(err));
  }

  private void write(int tasks) throws IOException {
    FakeRunReport report =
        FakeRunReport.builder()
            .tasks(tasks)
            .nodes(2)
            .failures(3)
            .file(i -> "</script>\u2028'" + i + ".csv")
            .folder(folder)
            .build();
    new HtmlReportWriter().write(report, folder);
  }

  @Test
  void drawsTheTimelineWithoutAWordOnTheConsole() throws Exception {
    write(200);
    Seen seen = browse("--dump-dom");
    assertThat(seen.out()).contains("data-drawn=\"4\"").contains("id=\"performance-title\"");
    assertThat(seen.err()).doesNotContain("CONSOLE").doesNotContain("ERR_");
  }

  @Test
  void paintsBarsOfEveryNodeAndFailuresOnTheCanvas() throws Exception {
    write(200);
    Path shot = folder.resolve("shot.png");
    browse("--screenshot=" + shot);
    BufferedImage image = ImageIO.read(shot.toFile());
    assertThat(count(image, NodeColors.of(0))).isGreaterThan(5_000);
    assertThat(count(image, NodeColors.of(1))).isGreaterThan(5_000);
    assertThat(count(image, NodeColors.FAILED)).isGreaterThan(200);
  }

  @Test
  void zoomsByKeysAndTellsATaskUnderThePointer() throws Exception {
    write(200);
    Path page = folder.resolve("report.html");
    String probe =
        """
        <script>
        var canvas = document.querySelector(".scroll canvas");
        var press = function (key) { canvas.dispatchEvent(new KeyboardEvent("keydown", {key: key})); };
        press("+"); press("+"); press("ArrowRight");
        setTimeout(function () {
          var box = canvas.getBoundingClientRect();
          canvas.dispatchEvent(
              new PointerEvent("pointermove", {clientX: box.left + 600, clientY: box.top + 25}));
          var seen = document.querySelector(".range").textContent;
          press("0");
          document.title = "zoomed to " + seen + ": " + document.querySelector(".tip").textContent;
        }, 300);
        </script></body>
        """;
    Files.writeString(page, Files.readString(page).replace("</body>", probe));
    Seen seen = browse("--virtual-time-budget=3000", "--dump-dom");
    assertThat(seen.out())
        .containsPattern("<title>zoomed to \\d+ ms of [\\d.]+ s: &lt;/script&gt;.*\\.csv");
  }

  private static int count(BufferedImage image, int color) {
    int found = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        found += (image.getRGB(x, y) & 0xffffff) == color ? 1 : 0;
      }
    }
    return found;
  }
}
