package dev.muster.core.chain;

import dev.muster.core.Services;
import dev.muster.core.query.RunCatalog;
import dev.muster.model.Fact;
import dev.muster.model.Run;
import dev.muster.model.TaskState;
import dev.muster.protocol.Json;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files that a chain adds to the results of a run: what it was asked for, which inputs are finished
 * and which are not. An input is finished when all its tasks have succeeded.
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
  void write(ChainOutcome outcome, Run run) {
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
    write(run.results(), "pipeline-report.json", report(outcome, run));
    write(run.results(), "finished.json", List.copyOf(finished));
    write(run.results(), "failed.json", List.copyOf(failed));
  }

  private static Map<String, @Nullable Object> report(ChainOutcome outcome, Run run) {
    Map<String, @Nullable Object> execution = new LinkedHashMap<>();
    execution.put("element", outcome.element().index());
    execution.put("variables", outcome.element().variables());
    execution.put("inputs_left_out", outcome.leftOut());
    execution.put("command", run.command());
    Map<String, @Nullable Object> stats = new LinkedHashMap<>();
    stats.put("pipeline_id", run.id().value());
    stats.put("start_time", run.created().toString());
    stats.put("elapsed_seconds", run.timings().total().toMillis() / 1000.0);
    stats.put("state", run.state().name());
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    for (Fact fact : run.environment()) {
      facts.put(fact.name(), fact.value());
    }
    Map<String, @Nullable Object> report = new LinkedHashMap<>();
    report.put("config_parameters", Json.parse(outcome.element().config().json()));
    report.put("execution_parameters", execution);
    report.put("pipeline_execution_stats", stats);
    report.put("environment", facts);
    return report;
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
          "the run itself is in the ledger: muster runs list",
          e);
    }
  }
}
