package dev.muster.cli.job;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.config.text.HumanDuration;
import dev.muster.core.job.JobView;
import dev.muster.core.job.Jobs;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster job wait JOB}. */
@Command(name = "wait")
public final class JobWaitCommand extends NamedJobCommand {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Stop waiting after so long; the job goes on (exit code 69).")
  @Nullable String timeout;

  public JobWaitCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Jobs jobs) throws InterruptedException {
    JobView view = jobs.await(job(jobs), limit(), INTERVAL);
    show(view);
    return view.job().state().isFinal() ? code(view) : ExitCode.UNAVAILABLE;
  }

  private @Nullable Duration limit() {
    String text = timeout;
    if (text == null) {
      return null;
    }
    try {
      return HumanDuration.parse(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw usage("--timeout takes a time, for instance 2h, not \"" + text + "\"");
    }
  }
}
