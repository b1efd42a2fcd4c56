package dev.muster.cli.job;

import dev.muster.cli.CliContext;
import dev.muster.core.job.Jobs;
import dev.muster.model.Job;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command about one job. */
abstract class NamedJobCommand extends JobCommand {

  @Parameters(
      index = "0",
      paramLabel = "JOB",
      description = "A job's id, the start or end of it, or latest.")
  @Nullable String job;

  NamedJobCommand(CliContext context) {
    super(context);
  }

  Job job(Jobs jobs) {
    String named = job;
    if (named == null) {
      throw usage("name a job, or latest");
    }
    return jobs.require(named);
  }
}
