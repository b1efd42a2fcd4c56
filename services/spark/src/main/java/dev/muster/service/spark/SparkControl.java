package dev.muster.service.spark;

import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.service.spark.SparkRemote.Answers;
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

  static final Duration STOPPING = Duration.ofSeconds(90);
  private static final Duration SOON = Duration.ofSeconds(60);

  private final ServiceSite site;
  private final SparkRemote remote;
  private final String folder;
  private final Duration patience;

  /**
   * @param folder of the service, below the home
   * @param patience until a program that was started is ready
   */
  SparkControl(ServiceSite site, SparkRemote remote, String folder, Duration patience) {
    this.site = site;
    this.remote = remote;
    this.folder = folder;
    this.patience = patience;
  }

  List<ServiceProblem> await(List<Node> nodes, String script, String port) {
    String seconds = Long.toString(patience.toSeconds());
    return remote
        .run(nodes, SparkRemote.script(script, folder, seconds, port), patience.plusSeconds(10))
        .problems();
  }

  /** Stands in crontabs. */
  String mark() {
    return site.cluster().id() + "-spark";
  }

  List<ServiceStep> stopping() {
    return List.of(
        new ServiceStep("stop workers", site.nodes(), nodes -> stop(nodes, "worker")),
        new ServiceStep("stop master", ofRole(NodeRole.HEAD), nodes -> stop(nodes, "master")));
  }

  private List<ServiceProblem> stop(List<Node> nodes, String program) {
    return remote
        .run(nodes, SparkRemote.script("stop.sh", folder, program, mark()), STOPPING)
        .problems();
  }

  List<ServiceStep> starting() {
    List<Node> head = ofRole(NodeRole.HEAD);
    return List.of(
        new ServiceStep("start master", head, nodes -> again(nodes, "master", "needed")),
        new ServiceStep("await master", head, nodes -> await(nodes, "await-master.sh", "")),
        new ServiceStep("start workers", site.nodes(), this::startWorkers),
        new ServiceStep("register", site.nodes(), nodes -> await(nodes, "await.sh", "")));
  }

  /** The head has a worker only sometimes. */
  private List<ServiceProblem> startWorkers(List<Node> nodes) {
    Map<Boolean, List<Node>> byNeed =
        nodes.stream().collect(Collectors.partitioningBy(node -> node.role() == NodeRole.WORKER));
    List<ServiceProblem> problems = new ArrayList<>();
    byNeed.forEach(
        (needed, some) -> problems.addAll(again(some, "worker", needed ? "needed" : "optional")));
    return problems;
  }

  private List<ServiceProblem> again(List<Node> nodes, String program, String needed) {
    return remote
        .run(nodes, SparkRemote.script("again.sh", folder, program, mark(), needed), STOPPING)
        .problems();
  }

  private List<Node> ofRole(NodeRole role) {
    return site.nodes().stream().filter(node -> node.role() == role).toList();
  }

  List<ServiceStep> draining(Duration patience) {
    String seconds = Long.toString(patience.toSeconds());
    return List.of(
        new ServiceStep(
            "drain", site.nodes(), nodes -> drain(nodes, seconds, patience.plus(SOON))));
  }

  private List<ServiceProblem> drain(List<Node> nodes, String seconds, Duration deadline) {
    Answers answers = remote.run(nodes, SparkRemote.script("drain.sh", folder, seconds), deadline);
    for (Node node : nodes) {
      if (answers.texts().getOrDefault(node.number(), "").contains("cut")) {
        site.listener()
            .message(node.address() + ": tasks had not ended in time and run again elsewhere");
      }
    }
    return answers.problems();
  }

  RemoteCommand logs(int lines, boolean follow) {
    return RemoteCommand.of(
        "sh",
        "-c",
        SparkScripts.text("logs.sh"),
        "sh",
        folder,
        Integer.toString(lines),
        follow ? "follow" : "once");
  }

  ServiceStatus status() {
    return SparkStatus.read(
        site.nodes(), remote.run(site.nodes(), SparkRemote.script("status.sh", folder), SOON));
  }

  List<ServiceStep> removal() {
    return List.of(
        new ServiceStep(
            "remove",
            site.nodes(),
            nodes ->
                remote
                    .run(nodes, SparkRemote.script("remove.sh", folder, mark()), STOPPING)
                    .problems()));
  }
}
