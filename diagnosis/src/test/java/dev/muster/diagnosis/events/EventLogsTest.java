package dev.muster.diagnosis.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On logs that Spark 3.5.6 and 4.1.1 wrote; what no reader looks at was taken out of them. */
class EventLogsTest {

  @TempDir Path folder;

  private static List<String> recorded(String name) throws IOException {
    try (InputStream in = EventLogsTest.class.getResourceAsStream(name)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private ApplicationFigures only() throws IOException {
    List<ApplicationFigures> found = EventLogs.read(folder);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void figuresAreThoseOfTheApplication() throws IOException {
    Files.write(folder.resolve("local-1795906107401"), recorded("spark-3.5.jsonl"));
    ApplicationFigures figures = only();
    assertThat(figures.application()).isEqualTo("local-1795906107401");
    assertThat(figures.name()).isEqualTo("events");
    assertThat(figures.version()).isEqualTo("3.5.6");
    assertThat(figures.jobs()).isEqualTo(2);
    assertThat(figures.stages()).isEqualTo(3);
    assertThat(figures.failedStages()).isEqualTo(1);
    assertThat(figures.tasks()).isEqualTo(14);
    assertThat(figures.failedTasks()).isPositive();
    assertThat(figures.shuffleWritten()).isPositive().isEqualTo(figures.shuffleRead());
    assertThat(figures.executorsAdded()).isEqualTo(1);
    assertThat(figures.executorsLost()).isZero();
    assertThat(figures.failures()).anyMatch(text -> text.contains("RuntimeException: no number"));
    assertThat(figures.skew()).isNotNull();
    assertThat(figures.note()).isNull();
  }

  @Test
  void newerSparkWritesTheSameWords() throws IOException {
    Path log = Files.createDirectories(folder.resolve("eventlog_v2_local-1795907886842"));
    Files.write(log.resolve("events_1_local-1795907886842"), recorded("spark-4.1.jsonl"));
    ApplicationFigures figures = only();
    assertThat(figures.version()).isEqualTo("4.1.1");
    assertThat(figures.jobs()).isEqualTo(2);
    assertThat(figures.stages()).isEqualTo(3);
    assertThat(figures.tasks()).isEqualTo(14);
    assertThat(figures.shuffleWritten()).isPositive().isEqualTo(figures.shuffleRead());
    assertThat(figures.failures()).anyMatch(text -> text.contains("RuntimeException: no number"));
    assertThat(figures.note()).isNull();
  }

  @Test
  void rolledLogsAreReadInOrderAndCompressedOnesAreNamed() throws IOException {
    List<String> lines = recorded("spark-3.5.jsonl");
    Path log = Files.createDirectories(folder.resolve("eventlog_v2_local-1795906107401"));
    Files.createFile(log.resolve("appstatus_local-1795906107401"));
    for (int part = 0; part < 12; part++) {
      int from = lines.size() * part / 12;
      int to = lines.size() * (part + 1) / 12;
      Files.write(
          log.resolve("events_" + (part + 1) + "_local-1795906107401"), lines.subList(from, to));
    }
    assertThat(only().tasks()).isEqualTo(14);
    assertThat(only().note()).isNull();
    Files.move(
        log.resolve("events_9_local-1795906107401"),
        log.resolve("events_9_local-1795906107401.zstd"));
    assertThat(only().note()).contains("events_9_local-1795906107401.zstd is compressed (zstd)");
    assertThat(only().tasks()).isLessThan(14);
  }

  @Test
  void aLogThatIsCutGivesWhatItHas() throws IOException {
    String text = String.join("\n", recorded("spark-3.5.jsonl"));
    Files.writeString(folder.resolve("app-1.inprogress"), text.substring(0, text.length() * 2 / 3));
    assertThat(only().application()).isEqualTo("local-1795906107401");
    assertThat(only().tasks()).isPositive();
    assertThat(only().note()).contains("cut off or damaged in line");
  }

  @Test
  void whatIsNoLogIsSaid() throws IOException {
    Files.writeString(folder.resolve("odd"), "[1, 2]");
    Files.writeString(folder.resolve("odder"), "<html>");
    Files.write(folder.resolve("empty"), new byte[0]);
    assertThat(EventLogs.read(folder))
        .extracting(ApplicationFigures::note)
        .satisfiesExactlyInAnyOrder(
            note -> assertThat(note).contains("no end"),
            note -> assertThat(note).contains("odd is no event log"),
            note -> assertThat(note).contains("odder is cut off or damaged"));
    assertThat(EventLogs.read(folder.resolve("none"))).isEmpty();
  }

  @Test
  void aMillionFieldsAndDeepNestingDoNoHarm() throws IOException {
    try (Writer out = Files.newBufferedWriter(folder.resolve("large"))) {
      out.write("{\"Event\":\"SparkListenerEnvironmentUpdate\",\"Odd\":{");
      for (int i = 0; i < 200_000; i++) {
        out.write((i == 0 ? "" : ",") + "\"k" + i + "\":\"v\"");
      }
      out.write("}}\n{\"Event\":\"SparkListenerJobStart\",\"deep\":");
      out.write("{\"a\":".repeat(500) + "1" + "}".repeat(500) + "}\n");
    }
    assertThat(only().jobs()).isEqualTo(1);
  }

  @Test
  void adviceIsForWhatStandsOut() {
    StageSkew skew = new StageSkew(3, "count at Job.java:7", 200, 90_000, 4_000);
    ApplicationFigures slow =
        new ApplicationFigures(
            "a", "n", "3.5.6", 1, 1, 1, 0, 200, 3, 100_000, 20_000, 0, 5L << 30, 0, 0, 0, 0, 4, 1,
            skew, List.of(), null);
    assertThat(Advice.of(slow))
        .satisfiesExactly(
            text -> assertThat(text).contains("1 of 4 executors were lost"),
            text -> assertThat(text).contains("count at Job.java:7").contains("23 times as long"),
            text -> assertThat(text).contains("5,120 MiB were spilled"),
            text -> assertThat(text).contains("20 % of the tasks' time"));
    ApplicationFigures quick =
        new ApplicationFigures(
            "a",
            "n",
            "3.5.6",
            1,
            1,
            1,
            0,
            4,
            0,
            100,
            20,
            0,
            0,
            0,
            0,
            0,
            0,
            1,
            0,
            new StageSkew(0, "s", 4, 100, 10),
            List.of(),
            null);
    assertThat(Advice.of(quick)).isEmpty();
  }

  @Property(tries = 200)
  void theMedianIsWithinFivePercent(
      @ForAll @Size(min = 1, max = 99)
          List<@LongRange(min = 0, max = 10_000_000_000L) Long> values) {
    Spread spread = new Spread();
    values.forEach(spread::add);
    List<Long> sorted = values.stream().sorted().toList();
    long median = sorted.get((sorted.size() - 1) / 2);
    assertThat((double) spread.median()).isBetween(median * 0.95 - 1, median * 1.05 + 1);
    assertThat(spread.longest()).isEqualTo(sorted.get(sorted.size() - 1));
  }
}
