package dev.muster.cli.job;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.cli.Texts;
import dev.muster.core.job.Jobs;
import dev.muster.model.Job;
import dev.muster.spi.fleet.CopyResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code muster job get JOB PATH LOCAL}. */
@Command(name = "get")
public final class JobGetCommand extends NamedJobCommand {

  @Parameters(
      index = "1",
      paramLabel = "PATH",
      description = "A file or folder that the job wrote, below its working folder.")
  String path = "";

  @Parameters(
      index = "2",
      paramLabel = "LOCAL",
      description =
          "Where to; with / at its end, or where a folder is for a file, what it is put into.")
  String local = "";

  public JobGetCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Jobs jobs) {
    Job job = job(jobs);
    String end = local.endsWith("/") ? "/" : "";
    CopyResult got = jobs.get(job, path, context().folder().resolve(local) + end);
    Console console = console();
    console.json(
        Console.object(
            "job", job.id().value(),
            "path", path,
            "local", local,
            "files", got.files(),
            "bytes", got.bytes(),
            "moved", got.moved()));
    console.print(
        local + ": " + Texts.count(got.files(), "file") + ", " + Texts.bytes(got.bytes()));
    return ExitCode.DONE;
  }
}
