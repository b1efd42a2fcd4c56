package dev.muster.spark;

import dev.muster.protocol.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Hands tasks to Spark. Of a batch, the first tasks get a partition each; when they have shown what
 * a task takes, or a second has passed, the others follow in chunks.
 */
final class Waves {

  private static final int PILOTS = 2;
  private static final long PILOT_MILLIS = 1_000;

  private final JavaSparkContext spark;
  private final DriverAddress address;
  private final Meter meter;
  private final BiConsumer<TaskKey, String> lost;
  private final Set<Thread> batches = ConcurrentHashMap.newKeySet();
  private final Set<JavaFutureAction<Void>> actions = ConcurrentHashMap.newKeySet();

  /**
   * @param lost hears of each attempt that Spark gave up, and why; also of those that have ended
   */
  Waves(
      JavaSparkContext spark,
      DriverAddress address,
      Meter meter,
      BiConsumer<TaskKey, String> lost) {
    this.spark = spark;
    this.address = address;
    this.meter = meter;
    this.lost = lost;
  }

  /** Hands over tasks, longest first; returns at once. */
  void submit(Map<TaskKey, Map<?, ?>> tasks) {
    Map<TaskKey, Map<?, ?>> batch = new LinkedHashMap<>(tasks);
    Thread thread =
        ResultServer.daemon(
            () -> {
              try {
                run(batch);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                batches.remove(Thread.currentThread());
              }
            },
            "muster-batch");
    batches.add(thread);
    thread.start();
  }

  private void run(Map<TaskKey, Map<?, ?>> tasks) throws InterruptedException {
    List<TaskKey> keys = new ArrayList<>(tasks.keySet());
    List<JavaFutureAction<Void>> waves = new ArrayList<>();
    String problem = null;
    try {
      int slots = slots();
      int first = meter.count() > 0 ? 0 : Math.min(keys.size(), PILOTS * slots);
      if (first > 0) {
        waves.add(start(tasks, keys.subList(0, first), Chunks.plan(first, slots, Long.MAX_VALUE)));
        if (first < keys.size()) {
          awaitPilots(waves.get(0), Math.min(first, slots));
        }
      }
      if (first < keys.size()) {
        List<TaskKey> rest = keys.subList(first, keys.size());
        long mean = meter.mean();
        waves.add(
            start(
                tasks, rest, Chunks.plan(rest.size(), slots(), mean == 0 ? Long.MAX_VALUE : mean)));
      }
      for (JavaFutureAction<Void> wave : waves) {
        wave.get();
      }
    } catch (ExecutionException e) {
      problem = reason(e.getCause() == null ? e : e.getCause());
    } catch (RuntimeException e) {
      problem = reason(e);
    } finally {
      waves.forEach(actions::remove);
    }
    for (TaskKey key : keys) {
      lost.accept(key, problem == null ? "its executor told nothing of it" : problem);
    }
  }

  /** A second, counted from the first task's begin: until then executors may have to start. */
  private void awaitPilots(JavaFutureAction<Void> wave, int wanted) throws InterruptedException {
    while (!meter.await(1, PILOT_MILLIS)) {
      if (wave.isDone() || meter.begun()) {
        break;
      }
    }
    if (!wave.isDone()) {
      meter.await(wanted, PILOT_MILLIS);
    }
  }

  private int slots() {
    return Math.max(1, spark.defaultParallelism());
  }

  private JavaFutureAction<Void> start(
      Map<TaskKey, Map<?, ?>> tasks, List<TaskKey> keys, List<Integer> sizes) {
    List<String> chunks = new ArrayList<>();
    int at = 0;
    for (int size : sizes) {
      List<@Nullable Object> chunk = new ArrayList<>();
      for (TaskKey key : keys.subList(at, at + size)) {
        chunk.add(tasks.get(key));
      }
      chunks.add(Json.write(chunk));
      at += size;
    }
    JavaFutureAction<Void> action =
        spark.parallelize(chunks, chunks.size()).foreachPartitionAsync(new RunChunk(address));
    actions.add(action);
    return action;
  }

  private static String reason(Throwable problem) {
    String text = String.valueOf(problem.getMessage());
    int end = text.indexOf('\n');
    return "Spark gave it up: " + (end < 0 ? text : text.substring(0, end));
  }

  /** Takes back what Spark has. */
  void cancel() {
    actions.forEach(action -> action.cancel(true));
  }

  /** Waits until all that was submitted has ended. */
  void await() throws InterruptedException {
    for (Thread batch : List.copyOf(batches)) {
      batch.join();
    }
  }
}
