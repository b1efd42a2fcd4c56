package dev.muster.engine.spark.session;

import dev.muster.protocol.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step for a warm driver.
 *
 * @param id of the step
 * @param mainClass with a static {@code main(String[])}; null for a Python file
 * @param application the jar of the class, or the Python file
 * @param arguments as they are
 * @param log the file to whose end all goes that the step and Spark print meanwhile
 * @param end the file into which the driver writes how it ended, before it answers
 * @param settings of Spark for this step alone
 * @param keep whether a context that the step leaves open goes on to the next step of the same jars
 */
public record SessionStep(
    String id,
    @Nullable String mainClass,
    Path application,
    List<String> arguments,
    Path log,
    Path end,
    Map<String, String> settings,
    boolean keep) {

  public SessionStep {
    application = application.toAbsolutePath();
    arguments = List.copyOf(arguments);
    log = log.toAbsolutePath();
    end = end.toAbsolutePath();
    settings = Map.copyOf(settings);
  }

  /** The line that asks for it. */
  String request() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("step", id);
    fields.put("main", mainClass);
    fields.put("application", application.toString());
    fields.put("args", arguments);
    fields.put("log", log.toString());
    fields.put("end", end.toString());
    fields.put("settings", settings);
    fields.put("keep", keep);
    return Json.write(fields);
  }
}
