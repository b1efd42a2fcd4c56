package dev.muster.service.spark;

import dev.muster.hosts.HostPrograms;
import dev.muster.hosts.HostRemote;
import dev.muster.hosts.HostRemote.Answers;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.service.ServiceProblem;
import dev.muster.spi.service.ServiceSite;
import dev.muster.spi.service.ServiceStatus;
import dev.muster.spi.service.ServiceStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is done with a Spark that is deployed: the folders on the nodes say all that it needs. */
final class SparkControl {

  static final String MASTER = "master";
  static final String WORKER = "worker";

  private static final Duration SOON = Duration.ofSeconds(60);

  private final ServiceSite site;
  private final HostRemote remote;
  private final HostPrograms programs;
  private final Duration patience;

  /**
   * @param patience until a program that was started is ready
   */
  SparkControl(ServiceSite site, HostRemote remote, HostPrograms programs, Duration patience) {
    this.site = site;
    this.remote = remote;
    this.programs = programs;
    this.patience = patience;
  }

  List<ServiceProblem> await(List<Node> nodes, String script, String port) {
    String seconds = Long.toString(patience.toSeconds());
    RemoteCommand command = SparkScripts.command(script, programs.folder(), seconds, port);
    return programs.run(nodes, command, patience.plusSeconds(10));
  }

  List<ServiceStep> stopping() {
    return List.of(
        new ServiceStep("stop workers", site.nodes(), nodes -> programs.stop(nodes, WORKER)),
        new ServiceStep("stop master", programs.ofRole(NodeRole.HEAD), this::stopMaster));
  }

  /** Workers have ended before: a master that starts anew must not wait for them. */
  private List<ServiceProblem> stopMaster(List<Node> nodes) {
    List<ServiceProblem> problems = programs.stop(nodes, MASTER);
    return problems.isEmpty()
        ? programs.run(
            nodes,
            RemoteCommand.script("rm -rf \"$HOME/$1/recovery\"/*", programs.folder()),
            HostPrograms.STOPPING)
        : problems;
  }

  List<ServiceStep> starting() {
    List<Node> head = programs.ofRole(NodeRole.HEAD);
    return List.of(
        new ServiceStep("start master", head, nodes -> programs.again(nodes, MASTER, true)),
        new ServiceStep("await master", head, nodes -> await(nodes, "await-master.sh", "")),
        new ServiceStep("start workers", site.nodes(), this::startWorkers),
        new ServiceStep("register", site.nodes(), nodes -> await(nodes, "await.sh", "")));
  }

  /** The head has a worker only sometimes. */
  private List<ServiceProblem> startWorkers(List<Node> nodes) {
    Map<Boolean, List<Node>> byNeed =
        nodes.stream().collect(Collectors.partitioningBy(node -> node.role() == NodeRole.WORKER));
    List<ServiceProblem> problems = new ArrayList<>();
    byNeed.forEach((needed, some) -> problems.addAll(programs.again(some, WORKER, needed)));
    return problems;
  }

  List<ServiceStep> draining(Duration patience) {
    String seconds = Long.toString(patience.toSeconds());
    return List.of(
        new ServiceStep(
            "drain", site.nodes(), nodes -> drain(nodes, seconds, patience.plus(SOON))));
  }

  private List<ServiceProblem> drain(List<Node> nodes, String seconds, Duration deadline) {
    Answers answers =
        remote.run(nodes, SparkScripts.command("drain.sh", programs.folder(), seconds), deadline);
    for (Node node : nodes) {
      if (answers.texts().getOrDefault(node.number(), "").contains("cut")) {
        site.listener()
            .message(node.address() + ": tasks had not ended in time and run again elsewhere");
      }
    }
    return answers.problems();
  }

  ServiceStatus status() {
    return SparkStatus.of(
        programs.reports(),
        remote.run(site.nodes(), SparkScripts.command("registered.sh", programs.folder()), SOON));
  }

  List<ServiceStep> removal() {
    return List.of(new ServiceStep("remove", site.nodes(), programs::remove));
  }
}
