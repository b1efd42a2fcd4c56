package dev.muster.core.run;

import dev.muster.core.Background;
import dev.muster.core.Services;
import dev.muster.model.Digest;
import dev.muster.model.Input;
import dev.muster.model.Outcome;
import dev.muster.model.Params;
import dev.muster.model.ProjectName;
import dev.muster.model.ResultBody;
import dev.muster.model.ResultFile;
import dev.muster.model.Run;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.RunTimings;
import dev.muster.model.Task;
import dev.muster.model.TaskResult;
import dev.muster.model.TaskState;
import dev.muster.model.Worker;
import dev.muster.spi.report.ReportWriter;
import dev.muster.spi.report.RunReport;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reports on a run of one task that nobody reads. Written while a run is planned, when a core is
 * idle: the classes and fonts of the report writers are loaded when the real results are there.
 */
final class ReportWarmUp implements RunReport {

  private static final Worker WORKER = new Worker(1, "host", "127.0.0.1", 1, 0, Instant.EPOCH);

  private final Path folder;

  private ReportWarmUp(Path folder) {
    this.folder = folder;
  }

  /** Begins; what goes wrong is not told, the real reports will tell it. */
  static Background<Boolean> begin(Services services) {
    return Background.of(() -> write(services));
  }

  private static boolean write(Services services) {
    try {
      Path scratch = Files.createDirectories(services.home().resolve("tmp"));
      Path folder = Files.createTempDirectory(scratch, "warm-up");
      try {
        for (ReportWriter writer : services.writers().get()) {
          writer.write(new ReportWarmUp(folder), folder);
        }
      } finally {
        Trees.delete(folder);
      }
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  @Override
  public Run run() {
    return new Run(
        new RunId("warm-up"),
        new ProjectName("warm-up"),
        folder,
        folder,
        RunState.COMPLETED,
        Instant.EPOCH,
        Instant.EPOCH,
        Digest.of(),
        1,
        1,
        0,
        1,
        List.of(),
        List.of(),
        RunTimings.NONE);
  }

  @Override
  public String fileName(ResultFile file) {
    return file.defaultName();
  }

  @Override
  public List<String> paramNames() {
    return List.of();
  }

  @Override
  public Map<Integer, Worker> workers() {
    return Map.of(1, WORKER);
  }

  @Override
  public void forEachTask(Consumer<TaskResult> consumer) {
    Input input = new Input("file:/", "input", 1, "");
    Outcome outcome =
        new Outcome(
            0,
            TaskState.SUCCEEDED,
            1,
            Instant.EPOCH,
            Instant.EPOCH.plusSeconds(1),
            1,
            new ResultBody.Inline("{\"a\":1}"),
            null,
            null);
    consumer.accept(
        new TaskResult(new Task(0, input, null, Params.NONE, 1), outcome, WORKER, null));
  }

  @Override
  public Reader open(ResultBody body) {
    return new StringReader("{\"a\":1}");
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public String redact(String text) {
    return text;
  }

  @Override
  public List<String> rerunCommand() {
    return List.of();
  }
}
