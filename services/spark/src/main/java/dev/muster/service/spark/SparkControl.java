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
    List<Node> workers = new ArrayList<>(programs.installed(head, WORKER));
    workers.addAll(programs.ofRole(NodeRole.WORKER));
    return List.of(
        new ServiceStep("start master", head, nodes -> programs.again(nodes, MASTER)),
        new ServiceStep("await master", head, nodes -> await(nodes, "await-master.sh", "")),
        new ServiceStep("start workers", workers, nodes -> programs.again(nodes, WORKER)),
        new ServiceStep("register", workers, nodes -> await(nodes, "await.sh", "")));
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
