package dev.muster.cli;

import dev.muster.cli.cluster.CleanupCommand;
import dev.muster.cli.cluster.ClusterAddCommand;
import dev.muster.cli.cluster.ClusterAdoptCommand;
import dev.muster.cli.cluster.ClusterCreateCommand;
import dev.muster.cli.cluster.ClusterDeployCommand;
import dev.muster.cli.cluster.ClusterExecCommand;
import dev.muster.cli.cluster.ClusterGetCommand;
import dev.muster.cli.cluster.ClusterGroup;
import dev.muster.cli.cluster.ClusterInfoCommand;
import dev.muster.cli.cluster.ClusterKillCommand;
import dev.muster.cli.cluster.ClusterListCommand;
import dev.muster.cli.cluster.ClusterLogsCommand;
import dev.muster.cli.cluster.ClusterPutCommand;
import dev.muster.cli.cluster.ClusterRemoveCommand;
import dev.muster.cli.cluster.ClusterSshCommand;
import dev.muster.cli.cluster.ClusterStartCommand;
import dev.muster.cli.cluster.ClusterStopCommand;
import dev.muster.cli.cluster.ClusterTestCommand;
import dev.muster.cli.cluster.ClusterTunnelCommand;
import dev.muster.cli.cluster.ClusterUndeployCommand;
import dev.muster.cli.cluster.PackageInstallCommand;
import dev.muster.cli.cluster.PackageRestoreCommand;
import dev.muster.cli.config.ConfigGroup;
import dev.muster.cli.config.ConfigRenderCommand;
import dev.muster.cli.config.ConfigTemplateCommand;
import dev.muster.cli.config.ConfigValidateCommand;
import dev.muster.cli.job.JobCancelCommand;
import dev.muster.cli.job.JobGetCommand;
import dev.muster.cli.job.JobGroup;
import dev.muster.cli.job.JobListCommand;
import dev.muster.cli.job.JobLogsCommand;
import dev.muster.cli.job.JobShowCommand;
import dev.muster.cli.job.JobSubmitCommand;
import dev.muster.cli.job.JobWaitCommand;
import dev.muster.cli.packaging.PackageBuildCommand;
import dev.muster.cli.packaging.PackageGroup;
import dev.muster.cli.packaging.PackageInspectCommand;
import dev.muster.cli.packaging.PackagePushCommand;
import dev.muster.cli.packaging.PackageVerifyCommand;
import dev.muster.cli.pipeline.PipelineCancelCommand;
import dev.muster.cli.pipeline.PipelineGroup;
import dev.muster.cli.pipeline.PipelineListCommand;
import dev.muster.cli.pipeline.PipelineLogsCommand;
import dev.muster.cli.pipeline.PipelinePlanCommand;
import dev.muster.cli.pipeline.PipelineRunCommand;
import dev.muster.cli.pipeline.PipelineShowCommand;
import dev.muster.cli.pipeline.PipelineValidateCommand;
import java.util.List;
import java.util.function.Function;

/**
 * All commands by name. Only the one that is called is made: reading the annotations of a command
 * costs milliseconds that {@code muster --version} need not pay.
 */
final class Catalog {

  /** The commands of {@code muster}. */
  static final List<Entry> ROOT =
      List.of(
          Entry.of("demo", "Run the sample project: real weather data, here.", DemoCommand::new),
          Entry.of(
              "map",
              "Apply a project's entrypoint to every file, or every (file, column).",
              MapCommand::new,
              Entry.of(
                  "validate",
                  "Check a project: configuration, inputs, entrypoint.",
                  MapValidateCommand::new)),
          Entry.of("init", "Write a commented starter project.", InitCommand::new),
          Entry.group(
              "chain",
              "Run projects and pipelines one after another, as one file says.",
              ChainsCommand::new,
              Entry.of("run", "Run a chain, or go on with a run of one.", ChainRunCommand::new),
              Entry.of(
                  "validate",
                  "Check a chain, the projects and the pipelines of all its elements.",
                  ChainValidateCommand::new),
              Entry.of("list", "List runs of chains, newest first.", ChainListCommand::new),
              Entry.of("show", "Show a run with its elements.", ChainShowCommand::new),
              Entry.of("cancel", "End a run; it can be gone on with.", ChainCancelCommand::new)),
          Entry.group(
              "runs",
              "Look at runs, resume and delete them.",
              RunsCommand::new,
              Entry.of("list", "List runs, newest first.", RunsListCommand::new),
              Entry.of("show", "Show one run.", RunsShowCommand::new),
              Entry.of("tasks", "List the tasks of a run.", RunsTasksCommand::new),
              Entry.of("report", "Write the result files of a run again.", RunsReportCommand::new),
              Entry.of("logs", "Print what tasks printed.", RunsLogsCommand::new),
              Entry.of("resume", "Go on with an interrupted run.", RunsResumeCommand::new),
              Entry.of("delete", "Delete runs and their results.", RunsDeleteCommand::new)),
          Entry.group(
              "tasks",
              "Ask a run that is at work about its tasks.",
              TasksCommand::new,
              Entry.of(
                  "ping",
                  "Ask whether the run's Muster and workers are alive.",
                  TasksPingCommand::new),
              Entry.of("status", "Show where tasks stand.", TasksStatusCommand::new),
              Entry.of("revoke", "Take tasks out of a run.", TasksRevokeCommand::new)),
          Entry.group(
              "cluster",
              "Make clusters of hosts, work with them, take them down.",
              ClusterGroup::new,
              Entry.of("create", "Make hosts a cluster.", ClusterCreateCommand::new),
              Entry.of("add", "Let hosts into a cluster.", ClusterAddCommand::new),
              Entry.of("remove", "Take hosts out of a cluster.", ClusterRemoveCommand::new),
              Entry.of(
                  "start",
                  "Start the services of a cluster that was stopped.",
                  ClusterStartCommand::new),
              Entry.of(
                  "stop",
                  "Stop the services of a cluster; what is installed stays.",
                  ClusterStopCommand::new),
              Entry.of(
                  "kill",
                  "Take a cluster down; its hosts are left as they were found.",
                  ClusterKillCommand::new),
              Entry.of("list", "List clusters, newest first.", ClusterListCommand::new),
              Entry.of(
                  "info",
                  "Show a cluster: -v its hosts, -vv how they are, -vvv all.",
                  ClusterInfoCommand::new),
              Entry.of(
                  "status", "Ask the hosts of a cluster how they are.", ClusterInfoCommand::status),
              Entry.of(
                  "adopt",
                  "Take over a cluster that this ledger does not know.",
                  ClusterAdoptCommand::new),
              Entry.of("deploy", "Put a service on a cluster.", ClusterDeployCommand::new),
              Entry.of(
                  "test", "Have services do a small job and compare it.", ClusterTestCommand::new),
              Entry.of("undeploy", "Take a service off a cluster.", ClusterUndeployCommand::new),
              Entry.of(
                  "logs", "Print what services have logged on the hosts.", ClusterLogsCommand::new),
              Entry.of("exec", "Run a command on hosts.", ClusterExecCommand::new),
              Entry.of("put", "Copy a file or folder to hosts.", ClusterPutCommand::new),
              Entry.of("get", "Copy a file or folder from hosts.", ClusterGetCommand::new),
              Entry.of("ssh", "Log in to a host.", ClusterSshCommand::new),
              Entry.of(
                  "tunnel", "Open a port of a host on this machine.", ClusterTunnelCommand::new)),
          Entry.of(
              "cleanup",
              "Find by its tags what is left of clusters and runs, and take it away.",
              CleanupCommand::new),
          Entry.group(
              "package",
              "Pack a project with all that it needs, for hosts without a network.",
              PackageGroup::new,
              Entry.of("build", "Pack a project into one archive.", PackageBuildCommand::new),
              Entry.of("inspect", "Show what is in a package.", PackageInspectCommand::new),
              Entry.of("verify", "Compare every file of a package.", PackageVerifyCommand::new),
              Entry.of("push", "Put a package into a store.", PackagePushCommand::new),
              Entry.of(
                  "install",
                  "Install a package on the hosts of a cluster, or here.",
                  PackageInstallCommand::new),
              Entry.of(
                  "restore",
                  "Go back to the release of a package before.",
                  PackageRestoreCommand::new)),
          Entry.group(
              "distribution",
              "Fetch, carry and remove what services are made of.",
              DistributionGroup::new,
              distributions()),
          Entry.hidden(
              "packages",
              "The former name of muster distribution.",
              DistributionGroup::new,
              distributions()),
          Entry.group(
              "job",
              "Hand jobs to a cluster, watch them, end them.",
              JobGroup::new,
              Entry.of("submit", "Hand a job to a cluster.", JobSubmitCommand::new),
              Entry.of("list", "List jobs, newest first.", JobListCommand::new),
              Entry.of("show", "Show where a job stands.", JobShowCommand::new),
              Entry.of("logs", "Print what a job printed.", JobLogsCommand::new),
              Entry.of("get", "Copy what a job has written to here.", JobGetCommand::new),
              Entry.of("wait", "Wait until a job has ended.", JobWaitCommand::new),
              Entry.of("cancel", "End a job.", JobCancelCommand::new)),
          Entry.group(
              "pipeline",
              "Run pipelines of steps: programs and applications of Spark.",
              PipelineGroup::new,
              Entry.of(
                  "run", "Run a pipeline, or go on with a run of one.", PipelineRunCommand::new),
              Entry.of(
                  "validate",
                  "Check a pipeline: configuration, files, jars, classes, programs.",
                  PipelineValidateCommand::new),
              Entry.of("plan", "Show which steps would be run, and why.", PipelinePlanCommand::new),
              Entry.of("list", "List runs of pipelines, newest first.", PipelineListCommand::new),
              Entry.of("show", "Show a run with its steps.", PipelineShowCommand::new),
              Entry.of("logs", "Print what a step printed.", PipelineLogsCommand::new),
              Entry.of("cancel", "End a run; it can be gone on with.", PipelineCancelCommand::new)),
          Entry.group(
              "config",
              "Work out files of the configuration language.",
              ConfigGroup::new,
              Entry.of(
                  "render",
                  "Print a file as plain JSON: imports, variables and comments worked out.",
                  ConfigRenderCommand::new),
              Entry.of(
                  "validate", "Check a file with all that it imports.", ConfigValidateCommand::new),
              Entry.of(
                  "template",
                  "Print a first file, or the JSON Schema of such files.",
                  ConfigTemplateCommand::new)),
          Entry.of("completion", "Print the completion script of a shell.", CompletionCommand::new),
          Entry.hidden("reference", "Print a reference page as Markdown.", ReferenceCommand::new));

  private Catalog() {}

  private static Entry[] distributions() {
    return new Entry[] {
      Entry.of("list", "List what is in the cache.", DistributionListCommand::new),
      Entry.of(
          "fetch",
          "Fetch a distribution from Maven repositories into the cache.",
          DistributionFetchCommand::new),
      Entry.of(
          "bundle",
          "Write a distribution into one file, for machines without a network.",
          DistributionBundleCommand::new),
      Entry.of(
          "import",
          "Take a bundle or Spark's own archive into the cache.",
          DistributionImportCommand::new),
      Entry.of(
          "remove",
          "Remove a distribution, or jars of packages, from the cache.",
          DistributionRemoveCommand::new)
    };
  }

  /**
   * A command.
   *
   * @param name what is typed
   * @param description one line
   * @param maker makes the object that picocli reads
   * @param group whether it does nothing by itself but has subcommands
   * @param hidden whether help leaves it out
   * @param children its subcommands
   */
  record Entry(
      String name,
      String description,
      Function<CliContext, Object> maker,
      boolean group,
      boolean hidden,
      List<Entry> children) {

    static Entry of(
        String name, String description, Function<CliContext, Object> maker, Entry... children) {
      return new Entry(name, description, maker, false, false, List.of(children));
    }

    static Entry group(
        String name, String description, Function<CliContext, Object> maker, Entry... children) {
      return new Entry(name, description, maker, true, false, List.of(children));
    }

    static Entry hidden(
        String name, String description, Function<CliContext, Object> maker, Entry... children) {
      return new Entry(name, description, maker, children.length > 0, true, List.of(children));
    }
  }
}
