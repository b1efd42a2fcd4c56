package dev.muster.tasks;

import dev.muster.model.Worker;
import dev.muster.spi.engine.Attempt;
import dev.muster.spi.engine.EngineRun;
import dev.muster.spi.engine.QueuedTask;
import dev.muster.spi.engine.TaskListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures the engine's own share of a task, with a queue and a listener that cost nothing. Run by
 * hand: {@code AttemptLoop function|print|command COUNT SLOTS ROUNDS}.
 */
final class AttemptLoop {

  private AttemptLoop() {}

  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[1]);
    int slots = Integer.parseInt(args[2]);
    for (int round = 0; round < Integer.parseInt(args[3]); round++) {
      Workshop shop = new Workshop(Files.createTempDirectory("attempt-loop"));
      shop.slots = slots;
      switch (args[0]) {
        case "function" -> shop.main("def main(file, column):\n    return {'a': 1}\n");
        case "print" ->
            shop.main("def main(file, column):\n    print(file)\n    return {'a': 1}\n");
        case "limits" -> {
          shop.command("true");
          shop.memoryLimit = 1L << 30;
          shop.timeout = java.time.Duration.ofMinutes(5);
        }
        default -> shop.command(args[0]);
      }
      measure(args[0], shop, count);
    }
  }

  private static void measure(String name, Workshop shop, int count) throws Exception {
    List<QueuedTask> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(new QueuedTask(shop.task(i, "data/station-" + i + ".csv"), 1));
    }
    Queue<QueuedTask> queue = new ConcurrentLinkedQueue<>(tasks);
    AtomicInteger failed = new AtomicInteger();
    long[] first = new long[1];
    double cpu = cpuSeconds();
    long begin = System.nanoTime();
    EngineRun run =
        new LocalEngine()
            .start(
                shop.job(),
                queue::poll,
                new TaskListener() {
                  @Override
                  public void workerStarted(Worker worker) {
                    first[0] = System.nanoTime();
                  }

                  @Override
                  public void started(QueuedTask task, int worker) {}

                  @Override
                  public void ended(QueuedTask task, Attempt attempt) {
                    if (attempt.failure() != null) {
                      failed.incrementAndGet();
                    }
                  }
                });
    run.await();
    long end = System.nanoTime();
    System.out.printf(
        "%-10s %6d tasks, %d failed: %.4f ms/task whole, %.4f without start (%d ms), cpu %.4f"
            + " ms/task%n",
        name,
        count,
        failed.get(),
        (end - begin) / 1e6 / count,
        (end - first[0]) / 1e6 / count,
        (first[0] - begin) / 1_000_000,
        (cpuSeconds() - cpu) * 1e3 / count);
  }

  /** Of this process and of its children that have ended, user and system. */
  private static double cpuSeconds() throws Exception {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int field = 11; field <= 14; field++) {
      ticks += Long.parseLong(fields[field]);
    }
    return ticks / 100.0;
  }
}
