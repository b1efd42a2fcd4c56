package dev.muster.service.spark;

import dev.muster.hosts.HostReach;
import dev.muster.hosts.HostReach.Place;
import dev.muster.service.spark.SparkPlan.Host;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.service.ServiceListener;
import dev.muster.spi.service.ServiceProblem;
import java.util.List;

/** Whether workers reach the master's port, and the head each worker's. */
final class SparkReach {

  private final HostReach reach;

  SparkReach(Fleet fleet, ServiceListener listener) {
    reach = new HostReach(fleet, listener, "Spark");
  }

  /** Tries it. */
  List<ServiceProblem> problems(SparkPlan plan) throws InterruptedException {
    return reach.problems(
        place(plan.head(), SparkControl.MASTER),
        plan.hosts().stream()
            .filter(host -> host.worker() && !host.master())
            .map(host -> place(host, SparkControl.WORKER))
            .toList());
  }

  private static Place place(Host host, String program) {
    return new Place(
        host.node(),
        host.measure().address(),
        host.port(program),
        program,
        host.measure().runs(program));
  }
}
