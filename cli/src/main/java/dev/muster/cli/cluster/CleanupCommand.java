package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.cli.Table;
import dev.muster.cli.Texts;
import dev.muster.config.hosts.HostExpressions;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterCatalog;
import dev.muster.core.cluster.ClusterCleanup;
import dev.muster.core.cluster.Leftover;
import dev.muster.model.ClusterAuth;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster cleanup [HOSTS…]}. */
@Command(name = "cleanup")
public final class CleanupCommand extends ClusterCommand {

  @Parameters(
      arity = "0..*",
      paramLabel = "HOSTS",
      description = "Where to look (default: all hosts that clusters of this ledger have or had).")
  List<String> hosts = new ArrayList<>();

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "Only what is left of clusters of this name.")
  List<String> clusters = new ArrayList<>();

  @Option(
      names = "--owner",
      paramLabel = "USER@HOST",
      description = "Only what this one has made (default: you, on this machine).")
  @Nullable String owner;

  @Option(
      names = "--any-owner",
      description = "Whoever has made it; also what nothing says the owner of.")
  boolean anyOwner;

  @Option(names = "--dry-run", description = "Look only, and print what would be taken away.")
  boolean dryRun;

  @Mixin AuthOptions auth = new AuthOptions();
  @Mixin ReachOptions reach = new ReachOptions();

  public CleanupCommand(CliContext context) {
    super(context);
  }

  @Override
  @Nullable String typedName() {
    return null;
  }

  @Override
  ExitCode run(Services services) {
    if (anyOwner && owner != null) {
      throw usage("--owner and --any-owner exclude each other");
    }
    Set<String> names = new LinkedHashSet<>();
    clusters.forEach(name -> names.add(ClusterCatalog.name(name).value()));
    if (!dryRun && !yes()) {
      throw new MusterException(
          ErrorKind.USAGE,
          "what cleanup takes away does not come back",
          "say it with --yes, or look first with --dry-run");
    }
    ClusterCleanup.Scope scope =
        new ClusterCleanup.Scope(
            hosts.isEmpty() ? List.of() : HostExpressions.parse("HOSTS", hosts, context().folder()),
            auth.over(ClusterAuth.DEFAULT, context().folder()),
            names,
            anyOwner ? null : owner == null ? ClusterCreateCommand.owner(services) : owner);
    ClusterCleanup.Report report;
    try (ClusterProgress progress = new ClusterProgress(console())) {
      report = new ClusterCleanup(services, progress).clean(scope, dryRun, reach.reach());
    }
    show(report);
    return report.clean() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void show(ClusterCleanup.Report report) {
    Console console = console();
    Table table = new Table("where", "kind", "what", "cluster", "owner", "");
    for (ClusterCleanup.Finding finding : report.findings()) {
      Leftover what = finding.what();
      String end = finding.end().name().toLowerCase(Locale.ROOT);
      console.json(
          Console.object(
              "host",
              what.host() == null ? null : what.host().toString(),
              "kind",
              what.kind().name().toLowerCase(Locale.ROOT),
              "what",
              what.what(),
              "cluster",
              what.cluster(),
              "name",
              what.name(),
              "owner",
              what.owner(),
              "end",
              end));
      table.row(
          what.host() == null ? "store" : what.host(),
          what.kind().name().toLowerCase(Locale.ROOT),
          Texts.plain(what.what()),
          what.name().isEmpty() ? what.cluster() : what.name(),
          Texts.plain(what.owner()),
          finding.end() == ClusterCleanup.End.TERMINATED ? "TERMINATED" : end);
    }
    report
        .problems()
        .forEach(
            problem ->
                console.json(
                    Console.object(
                        "host", problem.node().address().toString(), "failure", problem.why())));
    if (!report.findings().isEmpty()) {
      console.table(table);
    }
    if (!console.json()) {
      problems(console, report.problems());
    }
    long found = count(report, ClusterCleanup.End.FOUND);
    long gone = count(report, ClusterCleanup.End.TERMINATED);
    long left = count(report, ClusterCleanup.End.LEFT);
    long foreign = count(report, ClusterCleanup.End.FOREIGN);
    console.print(
        (dryRun ? found + " to be taken away" : gone + " TERMINATED, " + left + " left")
            + (foreign == 0
                ? ""
                : "; " + foreign + " of another owner: --owner NAME or --any-owner takes them")
            + (report.problems().isEmpty() ? "" : "; not all hosts could be cleaned"));
  }

  private static long count(ClusterCleanup.Report report, ClusterCleanup.End end) {
    return report.findings().stream().filter(finding -> finding.end() == end).count();
  }
}
