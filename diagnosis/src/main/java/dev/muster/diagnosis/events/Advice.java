package dev.muster.diagnosis.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What can be done about an application's figures: settings and changes one can try. */
public final class Advice {

  /** Spark's own rule for a skewed partition: five times the median. */
  private static final double SKEW = 5;

  /** A stage that an even spread would not shorten by this much is left alone. */
  private static final long SKEW_MILLIS = 5_000;

  /** Spark's own page marks tasks with more than a tenth in collection red. */
  private static final double GC = 0.1;

  private static final long GC_MILLIS = 10_000;
  private static final long MANY_TASKS = 2_000;
  private static final long SHORT_TASK_MILLIS = 30;

  private Advice() {}

  /** One sentence each, the most useful first; empty when nothing stands out. */
  public static List<String> of(ApplicationFigures figures) {
    List<String> advice = new ArrayList<>();
    if (figures.executorsLost() > 0 && figures.failedTasks() > 0) {
      advice.add(
          figures.executorsLost()
              + " of "
              + figures.executorsAdded()
              + " executors were lost: give them more room, --conf spark.executor.memoryOverhead=2g, or look at their hosts");
    }
    StageSkew skew = figures.skew();
    if (skew != null && skew.factor() > SKEW && skew.longest() - skew.median() >= SKEW_MILLIS) {
      advice.add(
          String.format(
              Locale.ROOT,
              "stage %d (%s): its longest task took %.1f s, the median of %d %.1f s (%.0f times as long); "
                  + "spread the heavy keys (salt them, or repartition), with SQL --conf spark.sql.adaptive.skewJoin.enabled=true",
              skew.stage(),
              skew.name(),
              skew.longest() / 1e3,
              skew.tasks(),
              skew.median() / 1e3,
              skew.factor()));
    }
    if (figures.diskSpilled() > 0) {
      advice.add(
          mebibytes(figures.diskSpilled())
              + " MiB were spilled to disk: more partitions (--conf spark.sql.shuffle.partitions, or numPartitions of the call), or more --executor-memory");
    }
    if (figures.gcShare() > GC && figures.gcMillis() >= GC_MILLIS) {
      advice.add(
          String.format(
              Locale.ROOT,
              "garbage collection took %.0f %% of the tasks' time: more --executor-memory, or fewer --executor-cores",
              100 * figures.gcShare()));
    }
    if (figures.tasks() >= MANY_TASKS
        && figures.runMillis() / figures.tasks() < SHORT_TASK_MILLIS) {
      advice.add(
          String.format(
              Locale.ROOT,
              "%,d tasks of %d ms each: fewer partitions (coalesce, spark.sql.shuffle.partitions)",
              figures.tasks(),
              figures.runMillis() / figures.tasks()));
    }
    return advice;
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%,d", Math.max(1, bytes >> 20));
  }
}
