package dev.muster.cli.job;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.core.job.Jobs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster job logs JOB}. */
@Command(name = "logs")
public final class JobLogsCommand extends NamedJobCommand {

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the job has ended.")
  boolean follow;

  public JobLogsCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Jobs jobs) throws InterruptedException {
    jobs.log(job(jobs), follow, LogPrinter.to(context().terminal().out()));
    return ExitCode.DONE;
  }
}
