package dev.muster.cli.job;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.cli.Table;
import dev.muster.cli.Texts;
import dev.muster.core.cluster.ClusterCatalog;
import dev.muster.core.job.JobDescription;
import dev.muster.core.job.JobView;
import dev.muster.core.job.Jobs;
import dev.muster.model.Cluster;
import dev.muster.model.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster job list}. */
@Command(name = "list")
public final class JobListCommand extends JobCommand {

  @Option(
      names = {"-c", "--cluster"},
      paramLabel = "CLUSTER",
      description = "Only jobs of this cluster.")
  @Nullable String cluster;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  int limit = 20;

  @Option(names = "--no-refresh", description = "Say what is in the ledger; ask no head.")
  boolean noRefresh;

  public JobListCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Jobs jobs) {
    if (limit < 1) {
      throw usage("--limit takes 1 or more, not " + limit);
    }
    String named = cluster;
    Cluster only =
        named == null ? null : new ClusterCatalog(context().services().get()).require(named);
    List<Job> known = jobs.list(only, limit);
    List<JobView> views =
        noRefresh
            ? known.stream().map(job -> new JobView(job, null)).toList()
            : jobs.refresh(known);
    Instant now = context().services().get().clock().instant();
    Console console = console();
    Table table = new Table("job", "cluster", "kind", "state", "exit", "age", "command");
    for (JobView view : views) {
      Job job = view.job();
      console.json(JobFacts.of(view));
      table.row(
          job.id(),
          jobs.cluster(job).name(),
          job.kind(),
          view.unknown() == null ? word(job.state()) : "unknown",
          job.exitCode() == null ? "" : job.exitCode(),
          Texts.age(Duration.between(job.created(), now)),
          String.join(" ", JobDescription.argv(job)));
    }
    if (views.isEmpty()) {
      console.say("no jobs; hand one over with: muster job submit --cluster CLUSTER -- COMMAND");
    } else {
      console.table(table);
    }
    return ExitCode.DONE;
  }
}
