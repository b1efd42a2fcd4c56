package dev.muster.cli.job;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.cli.Texts;
import dev.muster.core.job.JobEvents;
import dev.muster.core.job.Jobs;
import dev.muster.model.Job;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster job logs JOB}. */
@Command(name = "logs")
public final class JobLogsCommand extends NamedJobCommand {

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the job has ended.")
  boolean follow;

  @Option(
      names = "--events",
      description = "Bring Spark's event logs of an ended job here and say where they are.")
  boolean events;

  public JobLogsCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Jobs jobs) throws InterruptedException {
    if (events) {
      return events(jobs);
    }
    jobs.log(job(jobs), follow, LogPrinter.to(context().terminal().out()));
    return ExitCode.DONE;
  }

  private ExitCode events(Jobs jobs) {
    if (follow) {
      throw usage("--events is of jobs that have ended: not with --follow");
    }
    Job ended = job(jobs);
    Path folder = jobs.events(ended);
    List<Path> files = JobEvents.files(folder);
    Console console = console();
    console.json(
        Console.object(
            "job", ended.id().value(),
            "events", folder.toString(),
            "files", files.stream().map(file -> folder.relativize(file).toString()).toList()));
    console.print(folder + ": " + Texts.count(files.size(), "file"));
    return ExitCode.DONE;
  }
}
