package dev.muster.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes what Muster says to a configured worker, one line each. */
public final class TaskMessage {

  private final StringBuilder line = new StringBuilder(512);

  /**
   * Asks for one attempt at a task.
   *
   * @param task ordinal of the task
   * @param attempt 1 for the first
   * @param root where the key is relative to, as {@code file:/data/} or {@code s3://bucket/}
   * @param key the input, relative to the root
   * @param path the input as a file on the worker's machine; null when the worker did not ask for
   *     paths
   * @param column null for the whole file
   * @param params a JSON object
   * @param round from 1
   */
  public byte[] run(
      int task,
      int attempt,
      String root,
      String key,
      @Nullable String path,
      @Nullable String column,
      String params,
      int round) {
    line.setLength(0);
    line.append("{\"task\":").append(task).append(",\"attempt\":").append(attempt);
    text("root", root);
    text("key", key);
    text("path", path);
    text("column", column);
    line.append(",\"params\":").append(params).append(",\"round\":").append(round).append("}\n");
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Asks a worker of commands to end the attempt that runs now: the first time its process group is
   * asked with SIGTERM, the second time it is killed. An attempt that has ended is left alone.
   */
  public static byte[] end(int task, int attempt) {
    return ("{\"end\":" + task + ",\"attempt\":" + attempt + "}\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void text(String name, @Nullable String value) {
    line.append(",\"").append(name).append("\":");
    Json.write(value, line);
  }
}
