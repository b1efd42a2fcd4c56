package dev.muster.tasks;

import dev.muster.model.Entrypoint;
import dev.muster.model.Input;
import dev.muster.model.Params;
import dev.muster.model.Project;
import dev.muster.model.ProjectName;
import dev.muster.model.ResultBody;
import dev.muster.model.RunId;
import dev.muster.model.Task;
import dev.muster.model.Worker;
import dev.muster.spi.engine.Attempt;
import dev.muster.spi.engine.EngineJob;
import dev.muster.spi.engine.EngineOptions;
import dev.muster.spi.engine.EngineRun;
import dev.muster.spi.engine.InputFiles;
import dev.muster.spi.engine.QueuedTask;
import dev.muster.spi.engine.ResultPlaces;
import dev.muster.spi.engine.TaskListener;
import dev.muster.spi.python.PythonEnvironments.PipOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A project folder with an entrypoint, and a run of it on the local engine. */
final class Workshop {

  /** Time in which anything that this room does has long happened. */
  static final Duration LONG = Duration.ofSeconds(60);

  final Path folder;
  final Path results;
  final Path spool;
  final Path blobs;
  final RunId run = RunId.create(Instant.now(), new Random());
  final Map<String, String> environment = new LinkedHashMap<>();
  final List<QueuedTask> started = new CopyOnWriteArrayList<>();
  final List<Worker> workers = new CopyOnWriteArrayList<>();
  final Map<Integer, Attempt> attempts = new ConcurrentHashMap<>();
  Entrypoint entrypoint = python("entrypoint", "main");
  List<Params> params = List.of(Params.NONE);
  List<String> secrets = List.of();
  Duration timeout;
  int maxTasksPerWorker;
  long memoryLimit;
  int slots = 1;
  Path python = Path.of("/usr/bin/python3");
  EngineJob.Limits limits = EngineJob.Limits.DEFAULT;
  String root = "file:/data/";
  InputFiles inputs = input -> Path.of("/local", input.key());

  Workshop(Path temp) {
    this.folder = temp.resolve("project");
    this.results = temp.resolve("results");
    this.spool = temp.resolve("home/spool");
    this.blobs = temp.resolve("home/blobs");
    environment.put("PATH", System.getenv("PATH"));
    environment.put("LANG", "C");
    try {
      Files.createDirectories(folder);
      Files.createDirectories(results);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Entrypoint python(String module, String function) {
    return new Entrypoint.PythonFunction(module, function, Entrypoint.Signature.KEYWORDS);
  }

  /** Writes the entrypoint's module. */
  Workshop main(String source) {
    return file("entrypoint.py", source);
  }

  Workshop file(String name, String content) {
    try {
      Files.writeString(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Workshop command(String... argv) {
    entrypoint = new Entrypoint.Command(Arrays.asList(argv), null);
    return this;
  }

  Workshop shell(String script) {
    return command("sh", "-c", script, "sh", "{file}");
  }

  EngineJob job() {
    Project project =
        new Project(
            new ProjectName("test"),
            folder,
            Project.Form.NATIVE,
            List.of(),
            null,
            entrypoint,
            params,
            null,
            null,
            Map.of(),
            secrets,
            List.of(),
            timeout,
            0,
            Set.of(),
            maxTasksPerWorker,
            memoryLimit,
            1,
            null,
            Map.of());
    return new EngineJob(
        run,
        project,
        python,
        new PipOptions(true, List.of()),
        environment,
        secrets,
        slots,
        1,
        results,
        spool,
        blobs,
        spool,
        inputs,
        Map::of,
        EngineOptions.LOCAL,
        limits,
        ResultPlaces.NONE);
  }

  Task task(int ordinal, String key) {
    return new Task(ordinal, new Input(root, key, 1, ""), "temp", params.get(0), 1);
  }

  /** Tasks with the given keys, in order. */
  List<QueuedTask> tasks(String... keys) {
    List<QueuedTask> tasks = new ArrayList<>();
    for (String key : keys) {
      tasks.add(new QueuedTask(task(tasks.size(), key), 1));
    }
    return tasks;
  }

  EngineRun start(List<QueuedTask> tasks) {
    Queue<QueuedTask> queue = new ConcurrentLinkedQueue<>(tasks);
    return new LocalEngine().start(job(), queue::poll, new Listener());
  }

  /** Runs tasks to their end and gives the attempt of the first one. */
  Attempt run(String... keys) throws InterruptedException {
    return runAll(tasks(keys.length == 0 ? new String[] {"a.csv"} : keys));
  }

  Attempt runAll(List<QueuedTask> tasks) throws InterruptedException {
    start(tasks).await();
    return attempts.get(tasks.get(0).task().ordinal());
  }

  String json(int ordinal) {
    Attempt attempt = attempts.get(ordinal);
    if (attempt.result() instanceof ResultBody.Inline inline) {
      return inline.json();
    }
    throw new AssertionError("task " + ordinal + " ended with " + attempt);
  }

  String log(int ordinal) throws IOException {
    return Files.readString(results.resolve(attempts.get(ordinal).log().path()));
  }

  /** Waits until so many tasks have begun. */
  void awaitStarted(int count) {
    await("started " + count, () -> started.size() >= count);
  }

  /** Waits for a condition, up to a deadline. */
  static void await(String what, Condition condition) {
    long deadline = System.nanoTime() + LONG.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    try {
      while (!condition.holds()) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("not within " + LONG + ": " + what);
        }
        never.await(10, TimeUnit.MILLISECONDS);
      }
    } catch (Exception e) {
      throw new AssertionError(what, e);
    }
  }

  interface Condition {
    boolean holds() throws Exception;
  }

  private final class Listener implements TaskListener {
    @Override
    public void workerStarted(Worker worker) {
      workers.add(worker);
    }

    @Override
    public void started(QueuedTask task, int worker) {
      started.add(task);
    }

    @Override
    public void ended(QueuedTask task, Attempt attempt) {
      attempts.put(task.task().ordinal(), attempt);
    }
  }
}
