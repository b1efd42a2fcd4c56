package dev.muster.session;

import dev.muster.protocol.Json;
import dev.muster.protocol.JsonException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Python that forks off a process for each step. Its program is {@code __main__.py} of the jar of
 * this class: Python runs a zip file that has one.
 */
final class Interpreter implements AutoCloseable {

  private static final long CLOSE_SECONDS = 5;

  private final String program;
  private final Process process;
  private final BufferedReader answers;
  private final String pyspark;

  /**
   * Starts one.
   *
   * @param program a Python of 3.8 or later
   * @param environment beside this JVM's own
   * @throws IOException when there is no such program, or it is no Python
   */
  Interpreter(String program, Map<String, String> environment) throws IOException {
    this.program = program;
    ProcessBuilder builder =
        new ProcessBuilder(program, ownJar().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    process = builder.start();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    Object found = answer().get("pyspark");
    pyspark = found instanceof String ? (String) found : "";
  }

  private static Path ownJar() throws IOException {
    try {
      return Path.of(Interpreter.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("the jar of the warm driver has no place: " + e.getMessage(), e);
    }
  }

  /** The program that it was started with. */
  String program() {
    return program;
  }

  /** The version of PySpark that it has imported; empty when there is none. */
  String pyspark() {
    return pyspark;
  }

  /**
   * Runs a step to its end.
   *
   * @param paths where its modules are looked for, after its own folder
   * @param environment of the step beside the interpreter's
   * @return its exit status; 128 + the number of the signal that ended it
   * @throws IOException when the interpreter is gone
   */
  int run(StepRequest step, List<String> paths, Map<String, String> environment)
      throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("script", step.application.toString());
    fields.put("args", step.args);
    fields.put("log", step.log.toString());
    fields.put("paths", paths);
    fields.put("environment", environment);
    OutputStream requests = process.getOutputStream();
    requests.write((Json.write(fields) + "\n").getBytes(StandardCharsets.UTF_8));
    requests.flush();
    Object exit = answer().get("exit");
    if (!(exit instanceof Long)) {
      throw new IOException("an answer without an exit status");
    }
    return ((Long) exit).intValue();
  }

  private Map<String, @Nullable Object> answer() throws IOException {
    String line = answers.readLine();
    while (line != null && !line.startsWith("{")) {
      line = answers.readLine(); // what a site of the user's prints when Python starts
    }
    if (line == null) {
      close();
      throw new IOException(program + " ended with status " + status());
    }
    try {
      return Json.parseObject(line);
    } catch (JsonException e) {
      close();
      throw new IOException(program + " gave an answer that is none: " + e.getMessage(), e);
    }
  }

  private String status() {
    return process.isAlive() ? "none" : Integer.toString(process.exitValue());
  }

  /** It ends when it reads the end of its input. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException e) {
      // it is gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
