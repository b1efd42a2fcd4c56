package dev.muster.core.chain;

import dev.muster.config.chain.ChainElement;
import dev.muster.config.chain.ElementWork.MapWork;
import dev.muster.config.chain.ElementWork.PipelineWork;
import dev.muster.core.Services;
import dev.muster.core.pipeline.PipelineRuns;
import dev.muster.core.query.RunCatalog;
import dev.muster.model.Fact;
import dev.muster.model.Run;
import dev.muster.model.TaskState;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.protocol.Json;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files that a chain adds to the results of a run: what it was asked for, which inputs or steps are
 * finished and which are not. An input is finished when all its tasks have succeeded, a step when
 * it was done or left out.
 */
final class ChainReport {

  private final Services services;

  ChainReport(Services services) {
    this.services = services;
  }

  /**
   * Writes {@code pipeline-report.json}, {@code finished.json} and {@code failed.json}.
   *
   * @throws MusterException FORBIDDEN when the folder cannot be written
   */
  void write(ChainElement element, int leftOut, Run run) {
    Set<String> finished = new LinkedHashSet<>();
    Set<String> failed = new LinkedHashSet<>();
    new RunCatalog(services)
        .tasks(
            run,
            task -> true,
            Integer.MAX_VALUE,
            task -> {
              boolean succeeded =
                  task.outcome() != null && task.outcome().state() == TaskState.SUCCEEDED;
              (succeeded ? finished : failed).add(task.task().input().key());
            });
    finished.removeAll(failed);
    Map<String, @Nullable Object> stats =
        stats(run.id().value(), run.created(), run.timings().total(), run.state().name());
    write(
        run.results(),
        report(element, "inputs_left_out", leftOut, run.command(), stats, run.environment()),
        List.copyOf(finished),
        List.copyOf(failed));
  }

  /** The same of the run of a pipeline. */
  void write(ChainElement element, int leftOut, PipelineRuns.End end) {
    PipelineRun run = end.run();
    Instant ended = run.ended() == null ? services.clock().instant() : run.ended();
    Map<String, @Nullable Object> stats =
        stats(
            run.id().value(),
            run.created(),
            Duration.between(run.created(), ended),
            run.state().name());
    stats.put("exit_code", run.exitCode());
    write(
        run.results(),
        report(element, "steps_left_out", leftOut, run.command(), stats, run.environment()),
        ids(end.steps().stream().filter(step -> step.state().isDone()).toList()),
        ids(end.steps().stream().filter(step -> !step.state().isDone()).toList()));
  }

  private static List<String> ids(List<StepRecord> steps) {
    return steps.stream().map(step -> step.id().value()).toList();
  }

  private static Map<String, @Nullable Object> stats(
      String run, Instant created, Duration took, String state) {
    Map<String, @Nullable Object> stats = new LinkedHashMap<>();
    stats.put("pipeline_id", run);
    stats.put("start_time", created.toString());
    stats.put("elapsed_seconds", took.toMillis() / 1000.0);
    stats.put("state", state);
    return stats;
  }

  private static Map<String, @Nullable Object> report(
      ChainElement element,
      String leftOutKey,
      int leftOut,
      List<String> command,
      Map<String, @Nullable Object> stats,
      List<Fact> environment) {
    Map<String, @Nullable Object> execution = new LinkedHashMap<>();
    execution.put("element", element.index());
    execution.put(
        "variables",
        element.work() instanceof MapWork map
            ? map.variables()
            : ((PipelineWork) element.work()).variables());
    execution.put(leftOutKey, leftOut);
    execution.put("command", command);
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    for (Fact fact : environment) {
      facts.put(fact.name(), fact.value());
    }
    Map<String, @Nullable Object> report = new LinkedHashMap<>();
    report.put("config_parameters", Json.parse(element.config().json()));
    report.put("execution_parameters", execution);
    report.put("pipeline_execution_stats", stats);
    report.put("environment", facts);
    return report;
  }

  private static void write(
      Path folder,
      Map<String, @Nullable Object> report,
      List<String> finished,
      List<String> failed) {
    write(folder, "pipeline-report.json", report);
    write(folder, "finished.json", finished);
    write(folder, "failed.json", failed);
  }

  /** Whole or not at all: written beside it, then moved to its place. */
  private static void write(Path folder, String name, Object value) {
    Path file = folder.resolve(name);
    Path beside = folder.resolve("." + name + ".new");
    try {
      Files.createDirectories(folder);
      Files.writeString(beside, Json.write(value) + "\n");
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.FORBIDDEN,
          file + " cannot be written: " + e,
          "the run itself is in the ledger: muster chain list",
          e);
    }
  }
}
