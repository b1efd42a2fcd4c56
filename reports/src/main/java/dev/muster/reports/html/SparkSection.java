package dev.muster.reports.html;

import dev.muster.diagnosis.events.Advice;
import dev.muster.diagnosis.events.ApplicationFigures;
import dev.muster.diagnosis.events.StageSkew;
import dev.muster.reports.text.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What Spark did in each step. */
final class SparkSection {

  private static final long MICROS = 1_000;

  private final UnaryOperator<String> shown;

  SparkSection(UnaryOperator<String> shown) {
    this.shown = shown;
  }

  /**
   * Fills the section.
   *
   * @param applications of each step, by its id, in order
   */
  void addTo(Slots page, Map<String, List<ApplicationFigures>> applications) {
    List<Slots> rows = new ArrayList<>();
    List<Slots> advice = new ArrayList<>();
    List<Slots> notes = new ArrayList<>();
    applications.forEach(
        (step, figures) -> {
          for (ApplicationFigures each : figures) {
            rows.add(row(step, each));
            Advice.of(each)
                .forEach(
                    text ->
                        advice.add(
                            new Slots()
                                .text("step", shown.apply(step))
                                .text("text", shown.apply(text))));
            String note = each.note();
            if (note != null) {
              notes.add(
                  new Slots().text("step", shown.apply(step)).text("text", shown.apply(note)));
            }
          }
        });
    page.when("anySpark", !rows.isEmpty());
    page.list("applications", rows);
    page.when("anyAdvice", !advice.isEmpty());
    page.list("advice", advice);
    page.list("notes", notes);
  }

  private Slots row(String step, ApplicationFigures figures) {
    return new Slots()
        .text("step", shown.apply(step))
        .text("application", shown.apply(figures.application()))
        .number("jobs", figures.jobs())
        .text("stages", counted(figures.stages(), figures.failedStages(), "failed"))
        .text("tasks", counted(figures.tasks(), figures.failedTasks(), "failed"))
        .text("ran", Durations.text(figures.runMillis() * MICROS))
        .text("gc", String.format(Locale.ROOT, "%.0f %%", 100 * figures.gcShare()))
        .text("skew", skew(figures.skew()))
        .text("spill", size(figures.diskSpilled()))
        .text("input", size(figures.input()))
        .text("shuffle", size(figures.shuffleRead()) + " / " + size(figures.shuffleWritten()))
        .text("executors", counted(figures.executorsAdded(), figures.executorsLost(), "lost"));
  }

  private static String skew(@Nullable StageSkew skew) {
    return skew == null ? "–" : String.format(Locale.ROOT, "%.1f×", skew.factor());
  }

  private static String counted(long all, long bad, String word) {
    return bad == 0
        ? Numbers.text(all)
        : Numbers.text(all) + " (" + Numbers.text(bad) + " " + word + ")";
  }

  private static String size(long bytes) {
    return bytes == 0 ? "0" : Numbers.bytes(bytes);
  }
}
