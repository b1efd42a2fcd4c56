package dev.muster.service.hadoop;

import dev.muster.hosts.HostPrograms;
import dev.muster.model.Node;
import dev.muster.service.hadoop.HadoopControl.Places;
import dev.muster.spi.service.ServiceProblem;
import dev.muster.spi.service.ServiceSite;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets nodes leave: HDFS copies their blocks elsewhere, YARN gives them nothing new. A node whose
 * blocks nobody else has does not leave.
 */
final class HadoopDrain {

  private static final long PAUSE_MILLIS = 500;
  private static final Duration TELLING = Duration.ofMinutes(3);

  private final ServiceSite site;
  private final HostPrograms programs;
  private final HadoopControl control;

  HadoopDrain(ServiceSite site, HostPrograms programs, HadoopControl control) {
    this.site = site;
    this.programs = programs;
    this.control = control;
  }

  /**
   * Waits until they have given away what they have.
   *
   * @param patience until then what runs there may go on
   */
  List<ServiceProblem> on(List<Node> nodes, Duration patience) throws InterruptedException {
    Places places = control.places();
    List<String> words =
        new ArrayList<>(
            List.of(programs.folder(), "leave", Long.toString(Math.max(1, patience.toSeconds()))));
    nodes.stream().map(places::address).filter(each -> !each.isEmpty()).forEach(words::add);
    List<ServiceProblem> told =
        programs.run(
            List.of(places.head()),
            HadoopScripts.command("exclude.sh", words.toArray(String[]::new)),
            TELLING);
    if (!told.isEmpty()) {
      return nodes.stream()
          .map(node -> new ServiceProblem(node, told.get(0).what(), told.get(0).fix()))
          .toList();
    }
    Instant end = site.clock().instant().plus(patience);
    while (true) {
      String silent = null;
      try {
        HadoopHealth health = control.health(places);
        List<Node> left =
            nodes.stream().filter(node -> !health.hasLeft(places.address(node))).toList();
        if (left.isEmpty()) {
          return List.of();
        }
        if (!site.clock().instant().isBefore(end)) {
          return late(left, places, health);
        }
      } catch (IOException e) {
        silent = String.valueOf(e.getMessage());
      }
      if (silent != null && !site.clock().instant().isBefore(end)) {
        String why = silent;
        return nodes.stream().map(node -> new ServiceProblem(node, why, null)).toList();
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private List<ServiceProblem> late(List<Node> left, Places places, HadoopHealth health) {
    List<ServiceProblem> problems = new ArrayList<>();
    for (Node node : left) {
      long only = health.only().getOrDefault(places.address(node), 0L);
      if (only > 0) {
        problems.add(
            new ServiceProblem(
                node,
                only + " blocks of HDFS are on no other node yet",
                "give it longer: --drain 10m; or give them up: --drain 0"));
      } else {
        site.listener()
            .message(
                node.address()
                    + ": its work had not ended in time and runs again elsewhere; HDFS copies its"
                    + " blocks from other nodes");
      }
    }
    return problems;
  }
}
