package dev.muster.cli.job;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.cli.MusterCommand;
import dev.muster.core.cluster.Reach;
import dev.muster.core.job.JobDescription;
import dev.muster.core.job.JobView;
import dev.muster.core.job.Jobs;
import dev.muster.model.Job;
import dev.muster.model.JobState;
import java.util.Locale;

/** A command about jobs. */
abstract class JobCommand extends MusterCommand {

  JobCommand(CliContext context) {
    super(context);
  }

  @Override
  public final Integer call() throws InterruptedException {
    Thread worker = Thread.currentThread();
    Jobs jobs = new Jobs(context().services().get(), Reach.DEFAULT);
    context().control().onStop(stop -> worker.interrupt());
    return run(jobs).code();
  }

  abstract ExitCode run(Jobs jobs) throws InterruptedException;

  /** Shows where a job stands, on one line. */
  void show(JobView view) {
    Job job = view.job();
    Console console = console();
    console.json(JobFacts.of(view));
    StringBuilder line = new StringBuilder("job ").append(job.id()).append("  ");
    line.append(view.unknown() == null ? word(job.state()) : "unknown");
    if (job.exitCode() != null) {
      line.append(", exit code ").append(job.exitCode());
    }
    int retries = JobDescription.retries(job);
    if (retries > 0) {
      line.append(", attempt ").append(job.attempt()).append(" of ").append(retries + 1);
    }
    if (job.detail() != null) {
      line.append(": ").append(job.detail());
    }
    if (view.unknown() != null) {
      line.append(" (last seen ").append(word(job.state())).append("): ").append(view.unknown());
    }
    console.print(line.toString());
  }

  static String word(JobState state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The exit code that a job's state means. */
  static ExitCode code(JobView view) {
    if (view.unknown() != null) {
      return ExitCode.UNAVAILABLE;
    }
    return switch (view.job().state()) {
      case FAILED, CANCELLED -> ExitCode.FAILED;
      default -> ExitCode.DONE;
    };
  }
}
