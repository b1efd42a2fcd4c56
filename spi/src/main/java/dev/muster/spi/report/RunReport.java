package dev.muster.spi.report;

import dev.muster.model.ResultBody;
import dev.muster.model.ResultFile;
import dev.muster.model.Run;
import dev.muster.model.TaskResult;
import dev.muster.model.Worker;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * All that a report can say of a run, read from the ledger as it is asked for. Safe for use by
 * several threads: writers work side by side.
 */
public interface RunReport {

  /** The run, with its timings. */
  Run run();

  /** File names of the results, by kind. */
  String fileName(ResultFile file);

  /** Parameter names in the order of the project file. */
  List<String> paramNames();

  /** Worker processes by number. */
  Map<Integer, Worker> workers();

  /**
   * Goes through all tasks in plan order: input key, column, parameters, round. Can be called
   * again; each call reads anew, and no more than a page stands in memory.
   */
  void forEachTask(Consumer<TaskResult> consumer);

  /** The JSON text of a result, UTF-8. To be closed. */
  Reader open(ResultBody body);

  /** The folder in which {@link dev.muster.model.TaskLog#path()} is found now. */
  Path folder();

  /** Replaces values of secrets in a text that people will see. */
  String redact(String text);

  /** The command that runs what is missing or failed again: raw arguments. */
  List<String> rerunCommand();
}
