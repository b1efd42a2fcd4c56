package dev.muster.cli.job;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.config.text.HumanDuration;
import dev.muster.core.cluster.ClusterCatalog;
import dev.muster.core.cluster.InstalledPackage;
import dev.muster.core.cluster.SparkVersions;
import dev.muster.core.job.JobRequest;
import dev.muster.core.job.JobView;
import dev.muster.core.job.Jobs;
import dev.muster.core.job.PackageJob;
import dev.muster.core.job.SparkJob;
import dev.muster.core.job.YarnMode;
import dev.muster.model.Cluster;
import dev.muster.model.Job;
import dev.muster.model.ServiceRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster job submit --cluster C (--class X app.jar | app.py | -- COMMAND) …}. */
@Command(name = "submit")
public final class JobSubmitCommand extends JobCommand {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  @Option(
      names = {"-c", "--cluster"},
      paramLabel = "CLUSTER",
      required = true,
      description = "The cluster whose head runs it.")
  String cluster = "";

  @Parameters(
      paramLabel = "COMMAND",
      description =
          "app.jar or app.py and their arguments, or behind -- any program and its arguments.")
  List<String> argv = new ArrayList<>();

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "Run this class of a jar, the first word, on the cluster's Spark.")
  @Nullable String mainClass;

  @Mixin JobPackageOptions packaged = new JobPackageOptions();

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description =
          "What runs --class: spark, the cluster's standalone Spark, or yarn, its YARN (default:"
              + " ${DEFAULT-VALUE}).")
  String engine = "spark";

  @Option(
      names = "--deploy-mode",
      paramLabel = "MODE",
      description =
          "With --engine yarn: client has the driver on the head, cluster in a container (default:"
              + " client).")
  @Nullable String deployMode;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      arity = "1",
      description = "A setting of Spark; can be repeated.")
  List<String> conf = new ArrayList<>();

  @Option(names = "--jars", paramLabel = "FILE", split = ",", description = "More jars.")
  List<Path> jars = new ArrayList<>();

  @Option(
      names = "--py-files",
      paramLabel = "FILE",
      split = ",",
      description = "More Python files.")
  List<Path> pyFiles = new ArrayList<>();

  @Option(
      names = "--driver-memory",
      paramLabel = "SIZE",
      description = "Of the driver's Java (default: ${DEFAULT-VALUE}).")
  String driverMemory = "1g";

  @Option(
      names = "--files",
      paramLabel = "FILE",
      split = ",",
      description = "Ship these files into the job's working folder.")
  List<Path> files = new ArrayList<>();

  @Option(
      names = "--env",
      paramLabel = "NAME[=VALUE]",
      arity = "1",
      description = "Set a variable; without a value, the one that it has here. Can be repeated.")
  List<String> environment = new ArrayList<>();

  @Option(names = "--timeout", paramLabel = "TIME", description = "End an attempt after so long.")
  @Nullable String timeout;

  @Option(
      names = "--retries",
      paramLabel = "N",
      description =
          "Begin it again up to so often when its host is rebooted or a signal that nobody asked for"
              + " ends it; never for its own exit code (default: 0, at most 20).")
  int retries;

  @Option(names = "--wait", description = "Follow it, and exit as it does: 0 or 1.")
  boolean wait;

  @Option(names = "--dry-run", description = "Print what would be handed over.")
  boolean dryRun;

  public JobSubmitCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Jobs jobs) throws InterruptedException {
    if (argv.isEmpty() && (!packaged.given() || mainClass != null)) {
      throw usage("name a command, for instance muster job submit --cluster lab -- ./work.sh");
    }
    if (packaged.entry != null && (!packaged.given() || mainClass != null)) {
      throw usage("--entry names a file of a package: --package NAME, without --class");
    }
    if (retries < 0 || retries > JobRequest.MOST_RETRIES) {
      throw usage("--retries takes 0 to " + JobRequest.MOST_RETRIES + ", not " + retries);
    }
    YarnMode yarn = yarn();
    Cluster target = new ClusterCatalog(context().services().get()).require(cluster);
    JobRequest request =
        packaged.given() ? packaged(target) : isSpark() ? spark(target, yarn) : command();
    Console console = console();
    if (dryRun) {
      List<String> words =
          packaged.given() ? request.argv().subList(3, request.argv().size()) : argv;
      console.print("would run on the head of " + target.name() + ": " + String.join(" ", words));
      request.files().forEach(file -> console.print("would ship " + file));
      return ExitCode.DONE;
    }
    Job job = jobs.submit(target, request);
    if (!wait) {
      show(new JobView(job, null));
      console.say("follow it with: muster job logs -f " + job.id());
      return ExitCode.DONE;
    }
    console.say("job " + job.id());
    jobs.log(job, true, LogPrinter.to(context().terminal().out()));
    JobView ended = jobs.await(job, null, INTERVAL);
    show(ended);
    return code(ended);
  }

  /**
   * An application of Spark: with a class, or a Python file that does not stand behind {@code --}.
   */
  private boolean isSpark() {
    return mainClass != null || (!packaged.given() && argv.get(0).endsWith(".py") && !hasDashes());
  }

  /** Null for the standalone Spark. */
  private @Nullable YarnMode yarn() {
    String mode = deployMode;
    if (!engine.equals("spark") && !engine.equals("yarn")) {
      throw usage("--engine takes spark or yarn, not " + engine);
    }
    if (engine.equals("spark")) {
      if (mode != null) {
        throw usage("--deploy-mode is for --engine yarn");
      }
      return null;
    }
    if (!isSpark()) {
      throw usage("--engine yarn runs Spark applications: --class CLASS app.jar");
    }
    for (YarnMode each : YarnMode.values()) {
      if (each.word().equals(mode == null ? YarnMode.CLIENT.word() : mode)) {
        return each;
      }
    }
    throw usage("--deploy-mode takes client or cluster, not " + mode);
  }

  private JobRequest spark(Cluster target, @Nullable YarnMode yarn) {
    ClusterCatalog catalog = new ClusterCatalog(context().services().get());
    ServiceRecord spark = catalog.requireService(target, "spark");
    if (yarn != null) {
      catalog.requireService(target, "hadoop");
      SparkVersions.requireYarn(target, spark);
    }
    return new SparkJob(
            mainClass,
            here(Path.of(argv.get(0))),
            argv.subList(1, argv.size()),
            conf,
            here(jars),
            here(pyFiles),
            here(files),
            driverMemory,
            yarn,
            null)
        .request(target.name(), variables(), limit(), retries);
  }

  private JobRequest packaged(Cluster target) {
    if (!jars.isEmpty() || !pyFiles.isEmpty() || (mainClass == null && !conf.isEmpty())) {
      throw usage(
          "--package brings its jars, Python files and settings: pack them (muster package build)");
    }
    if (!engine.equals("spark")) {
      throw usage("--package runs on the cluster's standalone Spark: leave --engine out");
    }
    String main = mainClass;
    if (main != null) {
      var unused = new ClusterCatalog(context().services().get()).requireService(target, "spark");
    }
    InstalledPackage installed = packaged.require(context().services().get(), target);
    PackageJob job =
        main == null
            ? PackageJob.entry(installed, packaged.entry, argv, here(files))
            : PackageJob.spark(installed, main, argv, conf, driverMemory, here(files));
    return job.request(variables(), limit(), retries);
  }

  private JobRequest command() {
    if (!conf.isEmpty() || !jars.isEmpty() || !pyFiles.isEmpty()) {
      throw usage("--conf, --jars and --py-files are for Spark: --class CLASS app.jar, or app.py");
    }
    return new JobRequest(
        JobRequest.COMMAND, argv, here(files), variables(), limit(), null, retries);
  }

  private List<Path> here(List<Path> named) {
    return named.stream().map(this::here).toList();
  }

  private Path here(Path named) {
    return context().folder().resolve(named).normalize();
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

  private Map<String, String> variables() {
    Map<String, String> here = context().services().get().environment();
    Map<String, String> variables = new LinkedHashMap<>();
    for (String text : environment) {
      int equals = text.indexOf('=');
      String name = equals < 0 ? text : text.substring(0, equals);
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw usage("--env takes NAME or NAME=VALUE, not \"" + text + "\"");
      }
      String value = equals < 0 ? here.get(name) : text.substring(equals + 1);
      if (value == null) {
        throw usage("--env " + name + ": it is not in the environment");
      }
      variables.put(name, value);
    }
    return variables;
  }
}
