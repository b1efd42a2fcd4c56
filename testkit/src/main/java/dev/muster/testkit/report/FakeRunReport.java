package dev.muster.testkit.report;

import dev.muster.model.Outcome;
import dev.muster.model.ResultBody;
import dev.muster.model.ResultFile;
import dev.muster.model.Run;
import dev.muster.model.TaskResult;
import dev.muster.model.Worker;
import dev.muster.spi.report.RunReport;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * A run that never was, the same for the same seed. Its tasks are made while they are read, so that
 * it can have a million of them.
 */
public final class FakeRunReport implements RunReport {

  private final Run run;
  private final Map<ResultFile, String> fileNames;
  private final List<String> paramNames;
  private final Map<Integer, Worker> workers;
  private final int generated;
  private final IntFunction<TaskResult> task;
  private final List<TaskResult> given;
  private final Map<String, String> blobs;
  private final Path folder;
  private final List<String> command;
  private final List<String> secrets;

  FakeRunReport(
      Run run,
      Map<Integer, Worker> workers,
      int generated,
      IntFunction<TaskResult> task,
      FakeRunReportBuilder builder) {
    this.run = run;
    this.workers = workers;
    this.generated = generated;
    this.task = task;
    this.fileNames = Map.copyOf(builder.fileNames);
    this.paramNames = List.copyOf(builder.params.keySet());
    this.given = List.copyOf(builder.given);
    this.blobs = Map.copyOf(builder.blobs);
    this.folder = builder.folder;
    this.command = builder.command;
    this.secrets = List.copyOf(builder.secrets);
  }

  /** Starts one: 1 node, 2 workers, 10 tasks that all succeed. */
  public static FakeRunReportBuilder builder() {
    return new FakeRunReportBuilder();
  }

  @Override
  public Run run() {
    return run;
  }

  @Override
  public String fileName(ResultFile file) {
    return fileNames.getOrDefault(file, file.defaultName());
  }

  @Override
  public List<String> paramNames() {
    return paramNames;
  }

  @Override
  public Map<Integer, Worker> workers() {
    return workers;
  }

  @Override
  public void forEachTask(Consumer<TaskResult> consumer) {
    for (int ordinal = 0; ordinal < generated; ordinal++) {
      consumer.accept(task.apply(ordinal));
    }
    given.forEach(consumer);
  }

  @Override
  public Reader open(ResultBody body) {
    if (body instanceof ResultBody.Inline inline) {
      return new StringReader(inline.json());
    }
    String sha256 = ((ResultBody.Blob) body).sha256();
    String json = blobs.get(sha256);
    if (json == null) {
      throw new IllegalArgumentException("no blob " + sha256 + " was given to the builder");
    }
    return new StringReader(json);
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public String redact(String text) {
    String redacted = text;
    for (String secret : secrets) {
      redacted = redacted.replace(secret, "***");
    }
    return redacted;
  }

  @Override
  public List<String> rerunCommand() {
    return command;
  }

  /** The outcome of a task, for tests that look at one. */
  public Outcome requireOutcome(int ordinal) {
    Outcome outcome = task.apply(ordinal).outcome();
    if (outcome == null) {
      throw new IllegalArgumentException("task " + ordinal + " is pending");
    }
    return outcome;
  }
}
