package dev.muster.tasks;

import dev.muster.attempts.StartFailures;
import dev.muster.attempts.WorkerConfiguration;
import dev.muster.model.Entrypoint;
import dev.muster.protocol.EntrypointException;
import dev.muster.protocol.RunProcesses;
import dev.muster.protocol.Shim;
import dev.muster.protocol.WorkerGoneException;
import dev.muster.protocol.WorkerProcess;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.EngineJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
      WorkerProcess process =
          new WorkerProcess(
              job.run().value(), number, commands, job.limits().inlineResult(), builder.start());
      process.send(configuration(number, check));
      return process;
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.INVALID,
          "Python cannot be started as " + job.python() + ": " + e.getMessage(),
          "check python in the project file",
          e);
    }
  }

  private byte[] configuration(int number, boolean check) {
    return WorkerConfiguration.of(job)
        .worker(job.run().value(), number)
        .folders(job.project().folder(), job.results(), job.spool())
        .check(check)
        .encode();
  }

  /** What to say when workers die before their first task again and again. */
  MusterException cannotStart(WorkerProcess process, WorkerGoneException gone) {
    return process.overdue()
        ? StartFailures.overdue(job.project())
        : StartFailures.cannotStart(
            job.project(), job.python().toString(), gone.text(), gone.detail());
  }

  /** What to say when a worker said that the entrypoint cannot be called. */
  static MusterException invalid(EntrypointException e) {
    return new MusterException(ErrorKind.INVALID, e.text(), e.hint());
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
