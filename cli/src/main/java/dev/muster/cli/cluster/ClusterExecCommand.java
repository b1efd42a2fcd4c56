package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterHosts;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.BatchResult;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster cluster exec CLUSTER -- COMMAND…}. */
@Command(name = "exec")
public final class ClusterExecCommand extends NamedClusterCommand {

  private static final long LARGEST_BATCH = 1 << 20;
  private static final int MOST_COMMANDS = 10_000;

  @Parameters(
      index = "1..*",
      paramLabel = "COMMAND",
      description = "Program and arguments, as they are; behind -- when they have options.")
  List<String> argv = new ArrayList<>();

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description = "Run each line of a file, as sh does, over one connection per host.")
  @Nullable Path batch;

  @Option(names = "--keep-going", description = "With --batch: go on behind a line that fails.")
  boolean keepGoing;

  @Option(
      names = "--group",
      description = "Print a host's output when it is done, not as it comes.")
  boolean group;

  @Option(
      names = "--stdin",
      paramLabel = "FILE",
      description = "What the command reads, the same for each host.")
  @Nullable Path stdin;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Of each host, connecting included (default: ${DEFAULT-VALUE}).")
  String timeout = "1h";

  @Mixin SelectionOptions selection = new SelectionOptions();
  @Mixin ReachOptions reach = new ReachOptions();

  public ClusterExecCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Services services) throws InterruptedException {
    throw new IllegalStateException("has codes of its own");
  }

  @Override
  int code(Services services) throws InterruptedException {
    if (argv.isEmpty() == (batch == null)) {
      throw usage("name a command, or a file of commands with --batch");
    }
    List<RemoteCommand> commands = commands();
    Duration deadline = ReachOptions.time("--timeout", timeout);
    try (ClusterProgress progress = new ClusterProgress(console());
        ClusterHosts hosts =
            ClusterHosts.open(
                services,
                cluster(services),
                selection.selection(context().folder()),
                reach.reach(),
                progress)) {
      ExecView view = new ExecView(console(), hosts.nodes(), group);
      List<HostResult> results = new ArrayList<>();
      if (batch == null) {
        results.addAll(
            hosts.fleet().exec(hosts.addresses(), commands.get(0), deadline, view.listener()));
      } else {
        for (BatchResult each :
            hosts
                .fleet()
                .batch(hosts.addresses(), commands, keepGoing, deadline, view.listener())) {
          results.addAll(each.results());
        }
      }
      view.failures(results);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return worst(results);
    }
  }

  /** The highest exit code; a host that could not be used counts as the error that it is. */
  private static int worst(List<HostResult> results) {
    int worst = 0;
    for (HostResult result : results) {
      Integer code = result.exitCode();
      int each =
          code != null || result.failure() == null
              ? (code == null ? 0 : code)
              : ExitCode.of(result.failure().kind().error()).code();
      worst = Math.max(worst, each);
    }
    return worst;
  }

  private List<RemoteCommand> commands() {
    Path file = batch;
    if (file == null) {
      RemoteCommand command = RemoteCommand.of(argv);
      return List.of(stdin == null ? command : command.withInput(input(stdin)));
    }
    List<RemoteCommand> commands = new ArrayList<>();
    for (String line : lines(context().folder().resolve(file))) {
      if (!line.isBlank() && !line.strip().startsWith("#")) {
        commands.add(RemoteCommand.of("sh", "-c", line));
      }
    }
    if (commands.isEmpty() || commands.size() > MOST_COMMANDS) {
      throw new MusterException(
          ErrorKind.INVALID,
          file + " has " + commands.size() + " commands; 1 to " + MOST_COMMANDS + " are taken");
    }
    return commands;
  }

  private RemoteInput input(Path named) {
    Path file = context().folder().resolve(named);
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new MusterException(ErrorKind.NOT_FOUND, "cannot read " + file);
    }
    return host -> Files.newInputStream(file);
  }

  private static List<String> lines(Path file) {
    try {
      if (Files.size(file) > LARGEST_BATCH) {
        throw new MusterException(
            ErrorKind.INVALID, file + " is larger than " + LARGEST_BATCH + " bytes");
      }
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.NOT_FOUND,
          "cannot read commands from " + file + ": " + e.getMessage(),
          null,
          e);
    }
  }
}
