package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.cli.Table;
import dev.muster.cli.Texts;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterHosts;
import dev.muster.core.cluster.HostProblem;
import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.HostFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Copies to or from hosts. */
abstract class CopyCommand extends NamedClusterCommand {

  @Option(
      names = "--exclude",
      paramLabel = "PATTERN",
      arity = "1",
      description = "Leave these out, as rsync writes it, for instance *.pyc; can be repeated.")
  List<String> excludes = new ArrayList<>();

  @Option(names = "--resume", description = "Keep what arrived before a break, and go on with it.")
  boolean resume;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Of the whole copy (default: ${DEFAULT-VALUE}).")
  String timeout = "1h";

  @Mixin SelectionOptions selection = new SelectionOptions();
  @Mixin ReachOptions reach = new ReachOptions();

  CopyCommand(CliContext context) {
    super(context);
  }

  /** Copies; a result for each host. */
  abstract List<CopyResult> copy(ClusterHosts hosts, CopyOptions options, CopyListener listener);

  @Override
  ExitCode run(Services services) throws InterruptedException {
    CopyOptions options =
        CopyOptions.DEFAULT
            .withExcludes(excludes)
            .withResume(resume)
            .withDeadline(ReachOptions.time("--timeout", timeout));
    List<CopyResult> results;
    List<Node> nodes;
    try (ClusterProgress progress = new ClusterProgress(console());
        ClusterHosts hosts =
            ClusterHosts.open(
                services,
                cluster(services),
                selection.selection(context().folder()),
                reach.reach(),
                progress)) {
      nodes = hosts.nodes();
      results = copy(hosts, options, listener(progress, nodes));
    }
    show(nodes, results);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return results.stream().allMatch(CopyResult::succeeded) ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static CopyListener listener(ClusterProgress progress, List<Node> nodes) {
    return new CopyListener() {
      @Override
      public void progress(HostAddress host, int position, long bytes, long total) {
        progress.progress(nodes.get(position), bytes, total);
      }

      @Override
      public void note(HostAddress host, String message) {
        progress.note(host + ": " + message);
      }
    };
  }

  private void show(List<Node> nodes, List<CopyResult> results) {
    Console console = console();
    Table table = new Table("host", "files", "size", "moved", "route", "took");
    List<HostProblem> problems = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      CopyResult result = results.get(i);
      HostFailure failure = result.failure();
      console.json(
          Console.object(
              "host", result.host().toString(),
              "files", result.files(),
              "bytes", result.bytes(),
              "moved", result.moved(),
              "route", result.route().name(),
              "failure", failure == null ? null : failure.message(),
              "hint", failure == null ? null : failure.hint(),
              "seconds", result.duration().toMillis() / 1000.0));
      if (failure != null) {
        problems.add(new HostProblem(nodes.get(i), "copy", failure.message(), failure.hint()));
      } else {
        table.row(
            result.host(),
            result.files(),
            Texts.bytes(result.bytes()),
            Texts.bytes(result.moved()),
            result.route().name().toLowerCase(Locale.ROOT),
            Texts.duration(result.duration()));
      }
    }
    if (!table.isEmpty() && !console.quiet()) {
      console.table(table);
    }
    if (!console.json()) {
      problems(console, problems);
    }
  }
}
