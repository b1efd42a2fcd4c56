package dev.muster.cli.job;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.core.job.JobView;
import dev.muster.core.job.Jobs;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code muster job show JOB}. */
@Command(name = "show")
public final class JobShowCommand extends NamedJobCommand {

  public JobShowCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Jobs jobs) {
    JobView view = jobs.refresh(List.of(job(jobs))).get(0);
    show(view);
    return view.unknown() == null ? ExitCode.DONE : ExitCode.UNAVAILABLE;
  }
}
