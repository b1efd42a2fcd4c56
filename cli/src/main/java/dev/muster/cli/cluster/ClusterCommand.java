package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.cli.MusterCommand;
import dev.muster.cli.Table;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterCatalog;
import dev.muster.core.cluster.ClusterDeployment;
import dev.muster.core.cluster.HostProblem;
import dev.muster.core.cluster.OperationResult;
import dev.muster.core.cluster.Reach;
import dev.muster.model.Cluster;
import dev.muster.model.ServiceRecord;
import dev.muster.spi.service.ServiceOptions;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A command about one cluster. */
abstract class ClusterCommand extends MusterCommand {

  ClusterCommand(CliContext context) {
    super(context);
  }

  @Override
  public final Integer call() throws InterruptedException {
    Thread worker = Thread.currentThread();
    Services services = context().services().get();
    context().control().onStop(stop -> worker.interrupt());
    return code(services);
  }

  /** Does it; a command whose exit code is not one of Muster's own says it here. */
  int code(Services services) throws InterruptedException {
    return run(services).code();
  }

  /** Does it; an interrupt of the thread ends it early. */
  abstract ExitCode run(Services services) throws InterruptedException;

  /** The cluster's name as it was typed, null when it was not. */
  abstract @Nullable String typedName();

  String name() {
    String given = typedName();
    if (given == null) {
      throw usage("name the cluster");
    }
    return given;
  }

  Cluster cluster(Services services) {
    return new ClusterCatalog(services).require(name());
  }

  /** Shows what failed; the exit code of the operation. */
  ExitCode finish(OperationResult result, String done, String goOn) {
    Console console = console();
    if (console.json()) {
      console.json(ClusterFacts.result(result));
    } else {
      problems(console, result.problems());
      console.print(result.complete() ? done : goOn);
    }
    return result.problems().isEmpty() && result.complete() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** Deploys a service and shows where it is then. */
  ExitCode deploy(
      Services services, Cluster cluster, String service, ServiceOptions wanted, Reach reach)
      throws InterruptedException {
    OperationResult result;
    try (ClusterProgress progress = new ClusterProgress(console())) {
      result = new ClusterDeployment(services, progress).deploy(cluster, service, wanted, reach);
    }
    String endpoints =
        new ClusterCatalog(services)
            .services(cluster).stream()
                .filter(each -> each.name().equals(service))
                .map(ServiceRecord::endpoints)
                .flatMap(each -> each.entrySet().stream())
                .map(entry -> "\n  " + entry.getKey() + "  " + entry.getValue())
                .sorted()
                .collect(Collectors.joining());
    return finish(
        result,
        service + " is ready on cluster " + cluster.name() + endpoints,
        service
            + " is not ready on cluster "
            + cluster.name()
            + ": mend that and run muster cluster deploy "
            + cluster.name()
            + " "
            + service
            + " again, which goes on where it stopped");
  }

  /** A table of what failed where, why, and what to do. */
  static void problems(Console console, List<HostProblem> problems) {
    if (problems.isEmpty()) {
      return;
    }
    Table table = new Table("host", "step", "why", "what to do");
    for (HostProblem problem : problems) {
      table.row(
          problem.node().address(),
          problem.step(),
          problem.why(),
          problem.hint() == null ? "" : problem.hint());
    }
    console.table(table);
  }
}
