package dev.muster.protocol;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first line that a worker reads. It holds no secret, only names of secrets: their values come
 * by the process environment.
 */
public final class ConfigureMessage {

  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  private ConfigureMessage(String mode) {
    fields.put("mode", mode);
    params(List.of());
    secrets(List.of());
    memoryLimit(0);
    check(false);
  }

  /**
   * A worker that calls a Python function.
   *
   * @param module importable from the project folder
   * @param function its name in the module
   * @param gismo whether it has the eight parameters of the gismo form; else it is called with the
   *     keyword arguments that it declares
   */
  public static ConfigureMessage function(String module, String function, boolean gismo) {
    ConfigureMessage message = new ConfigureMessage("function");
    message.fields.put("module", module);
    message.fields.put("function", function);
    message.fields.put("signature", gismo ? "gismo" : "keywords");
    return message;
  }

  /**
   * A worker that runs a process for each task.
   *
   * @param argv with placeholders
   * @param resultFile with placeholders; null when the result is the last JSON object on stdout
   */
  public static ConfigureMessage command(List<String> argv, @Nullable String resultFile) {
    ConfigureMessage message = new ConfigureMessage("command");
    message.fields.put("argv", List.copyOf(argv));
    message.fields.put("result_file", resultFile);
    return message;
  }

  /** What {@link #fields} gave, to be completed for one worker. */
  public static ConfigureMessage of(Map<String, ? extends @Nullable Object> fields) {
    ConfigureMessage message = new ConfigureMessage(String.valueOf(fields.get("mode")));
    message.fields.putAll(fields);
    return message;
  }

  /** What it says so far, as {@link Json} writes it. */
  public Map<String, @Nullable Object> fields() {
    return new LinkedHashMap<>(fields);
  }

  /** The run and the worker's number in it. */
  public ConfigureMessage worker(String run, int number) {
    fields.put("run", run);
    fields.put("worker", number);
    return this;
  }

  /**
   * Absolute folders: the project's, which is the worker's current directory; the run's results,
   * with {@code logs/} below; and where large results are written.
   */
  public ConfigureMessage folders(Path project, Path results, Path spool) {
    fields.put("folder", project.toString());
    fields.put("results", results.toString());
    fields.put("spool", spool.toString());
    return this;
  }

  /** In bytes: kept of what a task prints, result within a message, largest result. */
  public ConfigureMessage limits(long logBytes, int inlineResult, long maxResult) {
    fields.put("log_bytes", logBytes);
    fields.put("inline_result", inlineResult);
    fields.put("max_result", maxResult);
    return this;
  }

  /** Resident memory of a task's processes in bytes; 0 for no limit, as when it is not set. */
  public ConfigureMessage memoryLimit(long bytes) {
    fields.put("memory_limit", bytes);
    return this;
  }

  /** The names of all parameters of the project. */
  public ConfigureMessage params(Collection<String> names) {
    fields.put("params", List.copyOf(names));
    return this;
  }

  /** The names of environment variables whose values are masked in all that the worker says. */
  public ConfigureMessage secrets(Collection<String> names) {
    fields.put("secrets", List.copyOf(names));
    return this;
  }

  /** Whether to end after saying that the entrypoint can be called, or why not. */
  public ConfigureMessage check(boolean only) {
    fields.put("check", only);
    return this;
  }

  /** The line. */
  public byte[] encode() {
    StringBuilder line = new StringBuilder(1024).append("{\"configure\":");
    Json.write(fields, line);
    return line.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
  }
}
