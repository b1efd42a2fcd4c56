package dev.muster.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.api.python.Py4JServer;
import org.apache.spark.api.python.PythonUtils;
import org.apache.spark.deploy.PythonRunner;
import org.jspecify.annotations.Nullable;

/**
 * Runs Python files as Spark's {@code PythonRunner} does, whose settings and variables these are,
 * but in one interpreter. Each has a gateway into this JVM of its own, so that nothing which it
 * left there goes on.
 */
final class PythonSteps implements AutoCloseable {

  private @Nullable Interpreter open;

  /**
   * Runs one to its end.
   *
   * @param notes takes what the user should know
   * @return its exit status
   * @throws IOException when no interpreter starts, or a file of {@code --py-files} is missing
   * @throws GoneException when the interpreter goes before the step has ended: what the step has
   *     started may still run
   */
  int run(StepRequest step, List<String> notes) throws IOException, GoneException {
    SparkConf conf = new SparkConf(); // of this step: its settings are properties by now
    List<String> modules = modules(conf, step);
    Interpreter interpreter = interpreter(conf, notes);
    Py4JServer gateway = new Py4JServer(conf);
    Thread starter = new Thread(gateway::start, "py4j-gateway");
    starter.setDaemon(true); // so are the threads that it starts
    starter.start();
    try {
      starter.join();
      return interpreter.run(step, modules, variables(conf, gateway));
    } catch (IOException e) {
      throw new GoneException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GoneException(e);
    } finally {
      gateway.shutdown();
    }
  }

  private Interpreter interpreter(SparkConf conf, List<String> notes) throws IOException {
    String program = program(conf);
    Interpreter known = open;
    if (known != null && known.program().equals(program)) {
      return known;
    }
    close();
    Map<String, String> environment = new HashMap<>();
    environment.put("PYTHONPATH", path());
    environment.put("PYTHONUNBUFFERED", "YES");
    Interpreter started;
    try {
      started = new Interpreter(program, environment);
    } catch (IOException e) {
      throw new IOException(
          "no Python runs the step: "
              + e.getMessage()
              + "; name one with PYSPARK_PYTHON or --conf spark.pyspark.driver.python=PROGRAM",
          e);
    }
    if (started.pyspark().isEmpty()) {
      notes.add(
          program
              + " has no PySpark, so only steps that do without can run: "
              + program
              + " -m pip install pyspark");
    }
    open = started;
    return started;
  }

  /** Python of the driver, in the order of {@code PythonRunner}. */
  private static String program(SparkConf conf) {
    for (String setting : List.of("spark.pyspark.driver.python", "spark.pyspark.python")) {
      if (conf.contains(setting)) {
        return conf.get(setting);
      }
    }
    for (String variable : List.of("PYSPARK_DRIVER_PYTHON", "PYSPARK_PYTHON")) {
      String named = System.getenv(variable);
      if (named != null && !named.isEmpty()) {
        return named;
      }
    }
    return "python3";
  }

  private static String path() {
    String spark = PythonUtils.sparkPythonPath();
    String own = System.getenv("PYTHONPATH");
    return own == null || own.isEmpty() ? spark : spark + ":" + own;
  }

  /**
   * Where modules of the options are: archives by themselves, the files of the others copied to one
   * folder, since Python would look through all of the folder in which they lie.
   */
  private static List<String> modules(SparkConf conf, StepRequest step) throws IOException {
    Set<String> paths = new LinkedHashSet<>();
    Path copies = step.log.resolveSibling("py-files");
    for (String named : PythonRunner.formatPaths(conf.get("spark.submit.pyFiles", ""), false)) {
      Path file = Path.of(named);
      if (!Files.isReadable(file)) {
        throw new IOException("--py-files: " + file + " is not there, or not to be read");
      }
      if (named.endsWith(".py")) {
        Files.createDirectories(copies);
        Files.copy(file, copies.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        paths.add(copies.toString());
      } else {
        paths.add(named);
      }
    }
    return List.copyOf(paths);
  }

  private static Map<String, String> variables(SparkConf conf, Py4JServer gateway) {
    Map<String, String> variables = new HashMap<>();
    variables.put("PYSPARK_GATEWAY_PORT", Integer.toString(gateway.getListeningPort()));
    variables.put("PYSPARK_GATEWAY_SECRET", gateway.secret());
    if (conf.contains("spark.pyspark.python")) {
      variables.put("PYSPARK_PYTHON", conf.get("spark.pyspark.python"));
    }
    if (conf.contains("spark.driver.cores") && System.getenv("OMP_NUM_THREADS") == null) {
      variables.put("OMP_NUM_THREADS", conf.get("spark.driver.cores"));
    }
    return variables;
  }

  @Override
  public void close() {
    Interpreter known = open;
    open = null;
    if (known != null) {
      known.close();
    }
  }

  /** The interpreter is gone, with it what it knew of the step. */
  static final class GoneException extends Exception {

    private static final long serialVersionUID = 1;

    GoneException(Exception cause) {
      super("the interpreter is gone: " + cause.getMessage(), cause);
    }
  }
}
