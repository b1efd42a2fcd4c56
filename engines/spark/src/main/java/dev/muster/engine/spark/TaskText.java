package dev.muster.engine.spark;

import dev.muster.model.Entrypoint;
import dev.muster.model.Input;
import dev.muster.model.Task;
import dev.muster.protocol.Json;
import dev.muster.spi.engine.EngineJob;
import dev.muster.spi.engine.QueuedTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes tasks for the driver. Where executors see this machine's paths, a task names its input's
 * path; else the content of an input is put into the run folder once, and executors fetch it.
 */
final class TaskText {

  private final EngineJob job;
  private final HeadFolder head;
  private final boolean shared;
  private final Map<String, Integer> roots = new HashMap<>();
  private final Map<String, String> staged = new HashMap<>();

  TaskText(EngineJob job, HeadFolder head, boolean shared) {
    this.job = job;
    this.head = head;
    this.shared = shared;
  }

  /**
   * The fields of a task.
   *
   * @throws dev.muster.spi.MusterException when its input cannot be brought
   */
  Map<String, @Nullable Object> of(QueuedTask queued) throws IOException, InterruptedException {
    Task task = queued.task();
    Input input = task.input();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("task", task.ordinal());
    fields.put("attempt", queued.attempt());
    fields.put("root", input.root());
    fields.put("key", input.key());
    fields.put("column", task.column());
    fields.put("params", Json.write(task.params().values()));
    fields.put("round", task.round());
    if (needsFile(input)) {
      Path file = job.inputs().localFile(input);
      if (shared) {
        fields.put("path", file.toString());
      } else {
        fields.put("input", stage(input, file));
        fields.put("input_root", roots.computeIfAbsent(input.root(), root -> roots.size()));
      }
    }
    return fields;
  }

  /** Files always; objects when the entrypoint may ask for a path. */
  private boolean needsFile(Input input) {
    if (input.root().startsWith("file:")) {
      return true;
    }
    Entrypoint entrypoint = job.project().entrypoint();
    if (entrypoint instanceof Entrypoint.PythonFunction function) {
      return switch (function.signature()) {
        case GISMO -> false;
        case KEYWORDS -> true;
      };
    }
    return ((Entrypoint.Command) entrypoint)
        .argv().stream().anyMatch(word -> word.contains("{path}"));
  }

  private String stage(Input input, Path file) throws IOException {
    String there = staged.get(input.uri());
    if (there == null) {
      there = "inputs/" + staged.size();
      head.put(there, file);
      staged.put(input.uri(), there);
    }
    return there;
  }
}
