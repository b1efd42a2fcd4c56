package dev.muster.core.pipeline;

import dev.muster.model.pipeline.PipelineRun;
import dev.muster.spi.MusterException;
import dev.muster.spi.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Copies the logs of a run to a store every so often, and at its end: a machine that is lost loses
 * no more than what was printed since.
 */
final class LogCopies implements AutoCloseable {

  private static final Duration LAST = Duration.ofMinutes(2);

  private final Function<String, Store> stores;
  private final PipelineRun run;
  private final String root;
  private final String below;
  private final List<Path> more;
  private final Consumer<String> say;
  private final Map<Path, Long> copied = new HashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "log-copies");
            thread.setDaemon(true);
            return thread;
          });
  private boolean failed;

  private LogCopies(
      Function<String, Store> stores,
      PipelineRun run,
      String target,
      List<Path> more,
      Consumer<String> say) {
    this.stores = stores;
    this.run = run;
    this.more = more;
    this.say = say;
    int end = target.indexOf('/', target.indexOf("://") + 3);
    boolean remote = target.contains("://") && !target.startsWith("file:");
    root =
        !remote
            ? "file:" + absolute(target)
            : end < 0 ? target + "/" : target.substring(0, end + 1);
    String prefix = !remote || end < 0 ? "" : target.substring(end + 1).replaceFirst("/+$", "");
    below = (prefix.isEmpty() ? "" : prefix + "/") + run.id() + "/";
  }

  private static String absolute(String folder) {
    String path =
        Path.of(folder.replaceFirst("^file:(//(?=/))?", ""))
            .toAbsolutePath()
            .normalize()
            .toString();
    return path.endsWith("/") ? path : path + "/";
  }

  /**
   * Begins; the first copy is made at once, so that a store that cannot be written is noticed.
   *
   * @param target {@code s3://bucket/prefix}, or a folder, also as {@code file:///folder}
   * @param more files beside those of the results
   * @throws MusterException what the store says
   */
  static LogCopies begin(
      Function<String, Store> stores,
      PipelineRun run,
      String target,
      Duration interval,
      List<Path> more,
      Consumer<String> say) {
    LogCopies copies = new LogCopies(stores, run, target, more, say);
    Path about = run.results().resolve("run.txt");
    try {
      Files.writeString(about, "run " + run.id() + " of " + run.file() + "\n");
    } catch (IOException e) {
      say.accept("cannot write " + about + ": " + e.getMessage());
    }
    copies.put(about, "run.txt");
    long millis = Math.max(1000, interval.toMillis());
    var unused =
        copies.timer.scheduleWithFixedDelay(copies::copy, millis, millis, TimeUnit.MILLISECONDS);
    return copies;
  }

  /** What has grown since the last time. */
  private synchronized void copy() {
    try {
      for (Path file : files()) {
        long size = Files.size(file);
        Long before = copied.get(file);
        if (before == null || before != size) {
          put(file, name(file));
          copied.put(file, size);
        }
      }
      failed = false;
    } catch (IOException | MusterException e) {
      if (!failed) {
        say.accept("logs are not copied to " + root + below + ": " + e.getMessage());
      }
      failed = true;
    }
  }

  private void put(Path file, String name) {
    stores.apply(root).put(below + name, file);
  }

  private String name(Path file) {
    return file.startsWith(run.results())
        ? run.results().relativize(file).toString()
        : String.valueOf(file.getFileName());
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(run.results(), 5)) {
      walk.filter(Files::isRegularFile)
          .filter(file -> file.endsWith("log") || file.toString().endsWith(".log"))
          .forEach(files::add);
    }
    more.stream().filter(Files::isRegularFile).forEach(files::add);
    return files;
  }

  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(LAST.toSeconds(), TimeUnit.SECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      timer.shutdownNow();
    }
    copy();
  }
}
