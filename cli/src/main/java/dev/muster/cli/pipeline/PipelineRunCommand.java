package dev.muster.cli.pipeline;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.config.pipeline.LoadedPipeline;
import dev.muster.config.text.HumanDuration;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterCatalog;
import dev.muster.core.cluster.InstalledPackage;
import dev.muster.core.cluster.Reach;
import dev.muster.core.pipeline.PipelineCatalog;
import dev.muster.core.pipeline.PipelineOptions;
import dev.muster.core.pipeline.PipelinePlan;
import dev.muster.core.pipeline.PipelineRuns;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.spi.packaging.PackageRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster pipeline run FILE}, {@code muster pipeline run --resume RUN}. */
@Command(name = "run")
public final class PipelineRunCommand extends PipelineCommand {

  @Mixin ReadingOptions reading = new ReadingOptions();

  @Mixin SelectionOptions selection = new SelectionOptions();

  @Mixin PlaceOptions place = new PlaceOptions();

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "Go on with a run: what is done stays, what still runs is taken over.")
  @Nullable String resume;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description =
          "Run so many steps at once, where they do not wait for each other (default: 1).")
  @Nullable Integer parallel;

  @Option(names = "--fresh", description = "Run every step, also those that were done before.")
  boolean fresh;

  @Option(
      names = "--results",
      paramLabel = "FOLDER",
      description = "Folder of runs (default: results beside the pipeline file).")
  @Nullable Path results;

  @Option(
      names = "--logs-to",
      paramLabel = "ADDRESS",
      description = "Copy logs there while it runs: s3://bucket/prefix, or a folder.")
  @Nullable String logsTo;

  @Option(names = "--log-interval", paramLabel = "TIME", description = "How often (default: 60s).")
  @Nullable String logInterval;

  @Option(names = "--dry-run", description = "Print the plan and run nothing.")
  boolean dryRun;

  public PipelineRunCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws InterruptedException {
    refuse(reading.problem());
    refuse(place.problem());
    if (parallel != null && (parallel < 1 || parallel > PipelineOptions.MOST_PARALLEL)) {
      throw usage("--parallel takes 1 to " + PipelineOptions.MOST_PARALLEL + ", not " + parallel);
    }
    return (resume == null ? start() : resume(resume)).code();
  }

  private ExitCode start() throws InterruptedException {
    PipelineOptions options = withPackage(options());
    LoadedPipeline loaded = load(options.reading());
    if (dryRun) {
      new PlanView(console())
          .show(
              PipelinePlan.of(
                  context().services().get(),
                  loaded.pipeline(),
                  options.packageRef(),
                  selection.selection(),
                  fresh));
      return ExitCode.DONE;
    }
    Path below = results;
    PipelineRuns.Start start =
        new PipelineRuns.Start(
            loaded,
            options,
            selection.selection(),
            below == null ? null : context().folder().resolve(below),
            grace(),
            command());
    return code(
        new PipelineExecution(context(), console())
            .run(
                view ->
                    new PipelineRuns(context().services().get())
                        .run(start, view, context().control())));
  }

  /** The release that the cluster has now is the one that the whole run has. */
  private PipelineOptions withPackage(PipelineOptions options) {
    String named = place.packageRef;
    String cluster = place.cluster;
    if (named == null || cluster == null) {
      return options;
    }
    Services services = context().services().get();
    try {
      return options.withPackage(
          InstalledPackage.require(
                  services,
                  new ClusterCatalog(services).require(cluster),
                  PackageRef.parse(named),
                  Reach.DEFAULT)
              .ref()
              .toString());
    } catch (IllegalArgumentException e) {
      throw usage("--package: " + e.getMessage());
    }
  }

  private ExitCode resume(String named) throws InterruptedException {
    if (dryRun
        || fresh
        || results != null
        || logsTo != null
        || place.cluster != null
        || place.packageRef != null) {
      throw usage(
          "--resume goes on as the run was begun; --skip, --only, --from, --parallel may be given");
    }
    if (file != null) {
      throw usage("--resume knows the pipeline file: leave it out");
    }
    PipelineCatalog catalog = new PipelineCatalog(context().services().get());
    RunId id = catalog.require(named).id();
    return code(
        new PipelineExecution(context(), console())
            .run(
                view ->
                    new PipelineRuns(context().services().get())
                        .resume(
                            id,
                            selection.selection(),
                            parallel == null ? 0 : parallel,
                            grace(),
                            view,
                            context().control())));
  }

  private static ExitCode code(PipelineRuns.End end) {
    Integer code = end.run().exitCode();
    return end.run().state() == RunState.INTERRUPTED || code == null
        ? ExitCode.INTERRUPTED
        : code == 0 ? ExitCode.DONE : code == 2 ? ExitCode.WARNINGS : ExitCode.FAILED;
  }

  private PipelineOptions options() {
    String target = logsTo;
    if (target != null
        && target.contains("://")
        && !target.matches("file:///.*|[a-z0-9+.-]+://[^/]+(/.*)?")) {
      throw usage("--logs-to takes s3://bucket/prefix or a folder, not " + target);
    }
    return new PipelineOptions(
        reading.request(context().folder(), place.cluster == null ? searchPath() : null),
        place.cluster,
        null,
        place.master(),
        place.home(context().folder()),
        place.sparkVersion,
        place.reuse ? PipelineOptions.SESSION : PipelineOptions.SPARK,
        parallel == null ? 1 : parallel,
        fresh,
        target == null || target.contains("://")
            ? target
            : context().folder().resolve(target).normalize().toString(),
        interval());
  }

  private Duration interval() {
    String text = logInterval;
    if (text == null) {
      return PipelineOptions.LOG_INTERVAL;
    }
    try {
      Duration interval = HumanDuration.parse(text);
      if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException("less than a second");
      }
      return interval;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw usage("--log-interval takes a time of 1s or more, not \"" + text + "\"");
    }
  }

  private Duration grace() {
    return context().settings().get().graceTime().value();
  }

  /** The command line that says the same from any folder. */
  private List<String> command() {
    Path folder = context().folder();
    List<String> command =
        new ArrayList<>(List.of("muster", "pipeline", "run", requireFile().normalize().toString()));
    command.addAll(reading.words(folder));
    command.addAll(selection.words());
    command.addAll(place.words(folder));
    if (parallel != null) {
      command.addAll(List.of("--parallel", parallel.toString()));
    }
    if (fresh) {
      command.add("--fresh");
    }
    if (results != null) {
      command.addAll(List.of("--results", folder.resolve(results).normalize().toString()));
    }
    if (logsTo != null) {
      command.addAll(List.of("--logs-to", logsTo));
    }
    if (logInterval != null) {
      command.addAll(List.of("--log-interval", logInterval));
    }
    return command;
  }
}
