package dev.muster.tasks;

import dev.muster.model.Entrypoint;
import dev.muster.model.Project;
import dev.muster.protocol.ConfigureMessage;
import dev.muster.protocol.Shim;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.EngineJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Starts the worker processes of a run. */
final class WorkerLauncher {

  private final EngineJob job;
  private final boolean commands;
  private @Nullable Path shim;

  WorkerLauncher(EngineJob job) {
    this.job = job;
    this.commands = job.project().entrypoint() instanceof Entrypoint.Command;
  }

  /**
   * Starts a worker; it is not ready yet.
   *
   * @param number unique in the run
   * @param check whether it only says that the entrypoint can be called
   * @throws MusterException INVALID when there is no such interpreter
   */
  WorkerProcess launch(int number, boolean check) {
    Path folder = shim();
    ProcessBuilder builder =
        new ProcessBuilder(job.python().toString(), "-X", "utf8", folder.toString());
    builder.directory(job.project().folder().toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    try {
      environment.putAll(job.environment());
    } catch (IllegalArgumentException e) {
      throw new MusterException(
          ErrorKind.INVALID,
          "the workers' environment has a name or value that no process can have",
          "look for '=' or a zero character in env of " + job.project().name(),
          e);
    }
    environment.put(RunProcesses.RUN, job.run().value());
    environment.put(RunProcesses.WORKER, Integer.toString(number));
    try {
      WorkerProcess process = new WorkerProcess(job, number, commands, builder.start());
      process.send(configuration(number, check).encode());
      return process;
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.INVALID,
          "Python cannot be started as " + job.python() + ": " + e.getMessage(),
          "check python in the project file",
          e);
    }
  }

  private ConfigureMessage configuration(int number, boolean check) {
    Project project = job.project();
    Set<String> params = new LinkedHashSet<>();
    project.params().forEach(combination -> params.addAll(combination.values().keySet()));
    return message(project.entrypoint())
        .worker(job.run().value(), number)
        .folders(project.folder(), job.results(), job.spool())
        .limits(job.limits().logBytes(), job.limits().inlineResult(), job.limits().maxResult())
        .memoryLimit(project.memoryLimit())
        .params(List.copyOf(params))
        .secrets(job.secrets())
        .check(check);
  }

  private static ConfigureMessage message(Entrypoint entrypoint) {
    if (entrypoint instanceof Entrypoint.PythonFunction python) {
      boolean gismo =
          switch (python.signature()) {
            case GISMO -> true;
            case KEYWORDS -> false;
          };
      return ConfigureMessage.function(python.module(), python.function(), gismo);
    }
    Entrypoint.Command command = (Entrypoint.Command) entrypoint;
    return ConfigureMessage.command(command.argv(), command.resultFile());
  }

  private synchronized Path shim() {
    if (shim == null) {
      try {
        Files.createDirectories(job.spool());
        shim = Shim.extractTo(Files.createDirectories(job.cache()));
      } catch (IOException e) {
        FileFault fault = FileFault.of(e);
        throw new MusterException(
            fault.kind(),
            "the worker's code cannot be written to " + job.cache() + ": " + fault.words(),
            "make room on that disk, or make the folder writable",
            e);
      }
    }
    return shim;
  }
}
