package dev.muster.core.job;

import dev.muster.model.ClusterName;
import dev.muster.model.Job;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteInput;
import dev.muster.spi.fleet.ScriptText;
import dev.muster.spi.fleet.ShellWords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The commands that run jobs on a head. */
final class JobScripts {

  /** Reads its script from an argument, so that its input is free for the job's environment. */
  private static final String RUN = "script=$1; shift; eval \"$script\"";

  /** The words of written.sh. */
  static final String LOG = "log";

  static final String EVENTS = "events";

  private JobScripts() {}

  /** The folder of a cluster's jobs, below the user's home. */
  static String jobs(ClusterName cluster) {
    return ".muster/clusters/" + cluster + "/jobs";
  }

  /** The folder of a cluster's shipped files, below the user's home. */
  static String files(ClusterName cluster) {
    return ".muster/clusters/" + cluster + "/files";
  }

  /** The folder of a job. */
  static String folder(ClusterName cluster, Job job) {
    return jobs(cluster) + "/" + job.id();
  }

  /** The folder of a job's Spark event logs. */
  static String events(ClusterName cluster, Job job) {
    return folder(cluster, job) + "/events";
  }

  /**
   * Hands a job over; may be run again, it starts nothing twice.
   *
   * @param files names below {@link #files}
   */
  static RemoteCommand start(ClusterName cluster, Job job, JobRequest request, List<String> files) {
    List<String> words = new ArrayList<>(List.of("sh", "-c", RUN, "sh", text("start.sh")));
    words.add(folder(cluster, job));
    words.add(ShellWords.quote(request.argv()));
    Duration timeout = request.timeout();
    words.add(Long.toString(timeout == null ? 0 : Math.max(1, timeout.toSeconds())));
    words.add(Integer.toString(request.retries()));
    words.add(text("supervise.sh"));
    words.add(files(cluster));
    words.addAll(files);
    StringBuilder assignments = new StringBuilder();
    new TreeMap<>(request.environment())
        .forEach(
            (name, value) ->
                assignments.append(name).append('=').append(ShellWords.quote(value)).append('\n'));
    return RemoteCommand.of(words).withInput(RemoteInput.text(assignments.toString()));
  }

  /**
   * Starts the supervisor of a job that has none.
   *
   * @param lost the attempt that was lost, 0 when none has begun
   */
  static RemoteCommand again(ClusterName cluster, Job job, int lost) {
    return RemoteCommand.script(
        text("again.sh"), folder(cluster, job), lost == 0 ? "" : Integer.toString(lost));
  }

  /** Says where jobs stand. */
  static RemoteCommand observe(ClusterName cluster, List<Job> jobs) {
    return RemoteCommand.script(looking("observe.sh"), named(cluster, jobs));
  }

  /** Says which jobs have a log and event logs. */
  static RemoteCommand written(ClusterName cluster, List<Job> jobs) {
    return RemoteCommand.script(text("written.sh"), named(cluster, jobs));
  }

  /** Ends a job. */
  static RemoteCommand cancel(ClusterName cluster, Job job, Duration grace) {
    return RemoteCommand.script(
        looking("cancel.sh"), folder(cluster, job), Long.toString(Math.max(1, grace.toSeconds())));
  }

  /**
   * Ends what a job has on YARN, for which nobody but its submission's script would know; after
   * {@link #cancel}, so that nothing new can come.
   */
  static RemoteCommand endOnYarn(ClusterName cluster, Job job) {
    return RemoteCommand.script(
        "exec sh \"$HOME/$1/spark/end-yarn.sh\" \"$HOME/$1/hadoop\" \"muster-job-$2\"",
        ".muster/clusters/" + cluster + "/services",
        job.id().value());
  }

  /** Prints a log from a byte on. */
  static RemoteCommand log(ClusterName cluster, Job job, long from, boolean follow) {
    return RemoteCommand.script(
        looking("log.sh"), folder(cluster, job), Long.toString(from), follow ? "follow" : "once");
  }

  private static String[] named(ClusterName cluster, List<Job> jobs) {
    List<String> arguments = new ArrayList<>(List.of(jobs(cluster)));
    jobs.forEach(job -> arguments.add(job.id().value()));
    return arguments.toArray(String[]::new);
  }

  /** A script that looks whether processes of jobs live. */
  private static String looking(String name) {
    return text("alive.sh") + text(name);
  }

  private static String text(String name) {
    return ScriptText.of(JobScripts.class, name);
  }
}
