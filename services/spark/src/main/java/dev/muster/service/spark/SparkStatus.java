package dev.muster.service.spark;

import dev.muster.hosts.HostPorts;
import dev.muster.hosts.HostRemote.Answers;
import dev.muster.hosts.HostReport;
import dev.muster.spi.service.ServiceStatus;
import dev.muster.spi.service.ServiceStatus.Part;
import dev.muster.spi.service.ServiceStatus.PartState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What nodes say of their programs. */
final class SparkStatus {

  private SparkStatus() {}

  /**
   * Puts it together.
   *
   * @param registered what nodes said when asked for their workers
   */
  static ServiceStatus of(List<HostReport> reports, Answers registered) {
    List<Part> parts = new ArrayList<>();
    Map<String, String> endpoints = new HashMap<>();
    for (HostReport report : reports) {
      boolean strange =
          registered
              .texts()
              .getOrDefault(report.node().number(), "")
              .strip()
              .equals("registered 0");
      for (Part part : report.parts()) {
        boolean lost =
            strange && part.name().equals(SparkControl.WORKER) && part.state() == PartState.RUNNING;
        parts.add(lost ? HostReport.with(part, "not registered with the master") : part);
      }
      if (report.parts().isEmpty()) {
        parts.add(new Part(report.node(), "spark", PartState.ABSENT, 0, null));
      }
      if (report.ports().containsKey(SparkControl.MASTER)) {
        String host = HostPorts.bracketed(report.address());
        endpoints.put("master", "spark://" + host + ":" + report.ports().get("master"));
        endpoints.put("ui", "http://" + host + ":" + report.ports().get("ui"));
      }
    }
    boolean ready =
        parts.stream().anyMatch(part -> part.name().equals(SparkControl.MASTER))
            && parts.stream().anyMatch(part -> part.name().equals(SparkControl.WORKER))
            && parts.stream()
                .allMatch(part -> part.state() == PartState.RUNNING && part.detail() == null);
    return new ServiceStatus(ready, parts, endpoints);
  }
}
