package dev.muster.core.job;

import dev.muster.core.ScriptText;
import dev.muster.model.ClusterName;
import dev.muster.model.Job;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteInput;
import dev.muster.spi.fleet.ShellWords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The commands that run jobs on a head. */
final class JobScripts {

  /** Reads its script from an argument, so that its input is free for the job's environment. */
  private static final String RUN = "script=$1; shift; eval \"$script\"";

  private JobScripts() {}

  /** The folder of a cluster's jobs, below the user's home. */
  static String jobs(ClusterName cluster) {
    return ".muster/clusters/" + cluster + "/jobs";
  }

  /** The folder of a cluster's shipped files, below the user's home. */
  static String files(ClusterName cluster) {
    return ".muster/clusters/" + cluster + "/files";
  }

  /** The folder of a job's present attempt. */
  static String folder(ClusterName cluster, Job job) {
    return jobs(cluster) + "/" + name(job);
  }

  /** A job's present attempt, as its folder is named. */
  static String name(Job job) {
    return job.id() + (job.attempt() == 1 ? "" : "." + job.attempt());
  }

  /**
   * Hands a job over; may be run again, it starts nothing twice.
   *
   * @param files names below {@link #files}
   */
  static RemoteCommand start(
      ClusterName cluster,
      Job job,
      List<String> argv,
      Map<String, String> environment,
      @Nullable Duration timeout,
      List<String> files) {
    List<String> words = new ArrayList<>(List.of("sh", "-c", RUN, "sh", text("start.sh")));
    words.add(folder(cluster, job));
    words.add(ShellWords.quote(argv));
    words.add(Long.toString(timeout == null ? 0 : Math.max(1, timeout.toSeconds())));
    words.add(text("supervise.sh"));
    words.add(files(cluster));
    words.addAll(files);
    StringBuilder assignments = new StringBuilder();
    new TreeMap<>(environment)
        .forEach(
            (name, value) ->
                assignments.append(name).append('=').append(ShellWords.quote(value)).append('\n'));
    return RemoteCommand.of(words).withInput(RemoteInput.text(assignments.toString()));
  }

  /** Starts the supervisor of a job that was handed over and has not begun. */
  static RemoteCommand again(ClusterName cluster, Job job) {
    return RemoteCommand.script(text("again.sh"), folder(cluster, job));
  }

  /** Says where jobs stand. */
  static RemoteCommand observe(ClusterName cluster, List<Job> jobs) {
    List<String> arguments = new ArrayList<>(List.of(jobs(cluster)));
    jobs.forEach(job -> arguments.add(name(job)));
    return RemoteCommand.script(text("observe.sh"), arguments.toArray(String[]::new));
  }

  /** Ends a job. */
  static RemoteCommand cancel(ClusterName cluster, Job job, Duration grace) {
    return RemoteCommand.script(
        text("cancel.sh"), folder(cluster, job), Long.toString(Math.max(1, grace.toSeconds())));
  }

  /** Prints a log from a byte on. */
  static RemoteCommand log(ClusterName cluster, Job job, long from, boolean follow) {
    return RemoteCommand.script(
        text("log.sh"), folder(cluster, job), Long.toString(from), follow ? "follow" : "once");
  }

  private static String text(String name) {
    return ScriptText.of(JobScripts.class, name);
  }
}
