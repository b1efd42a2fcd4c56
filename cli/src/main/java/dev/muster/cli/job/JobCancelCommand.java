package dev.muster.cli.job;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.core.job.JobView;
import dev.muster.core.job.Jobs;
import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code muster job cancel JOB}. */
@Command(name = "cancel")
public final class JobCancelCommand extends NamedJobCommand {

  private static final Duration GRACE = Duration.ofSeconds(10);

  public JobCancelCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Jobs jobs) {
    JobView view = jobs.cancel(job(jobs), GRACE);
    show(view);
    return view.unknown() == null ? ExitCode.DONE : ExitCode.UNAVAILABLE;
  }
}
