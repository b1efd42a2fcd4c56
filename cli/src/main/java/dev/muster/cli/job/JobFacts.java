package dev.muster.cli.job;

import dev.muster.cli.Console;
import dev.muster.core.job.JobDescription;
import dev.muster.core.job.JobView;
import dev.muster.model.Job;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job as JSON. */
final class JobFacts {

  private JobFacts() {}

  static Map<String, @Nullable Object> of(JobView view) {
    Job job = view.job();
    return Console.object(
        "job", job.id().value(),
        "kind", job.kind(),
        "state", view.unknown() == null ? job.state().name() : "UNKNOWN",
        "last_state", job.state().name(),
        "unknown", view.unknown(),
        "exit_code", job.exitCode(),
        "detail", job.detail(),
        "handle", job.handle(),
        "attempt", job.attempt(),
        "retries", JobDescription.retries(job),
        "argv", JobDescription.argv(job),
        "created", job.created().toString(),
        "started", job.started() == null ? null : job.started().toString(),
        "ended", job.ended() == null ? null : job.ended().toString());
  }
}
