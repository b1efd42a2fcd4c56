package dev.muster.service.hadoop;

import dev.muster.hosts.HostPorts;
import dev.muster.hosts.HostReport;
import dev.muster.spi.service.ServiceStatus;
import dev.muster.spi.service.ServiceStatus.Part;
import dev.muster.spi.service.ServiceStatus.PartState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What nodes say of their programs, and the head of the nodes. Pure. */
final class HadoopStatus {

  private HadoopStatus() {}

  /**
   * Puts it together.
   *
   * @param health null when the head does not say
   * @param silent why it does not, null when it does
   */
  static ServiceStatus of(
      List<HostReport> reports, @Nullable HadoopHealth health, @Nullable String silent) {
    List<Part> parts = new ArrayList<>();
    Map<String, String> endpoints = new LinkedHashMap<>();
    for (HostReport report : reports) {
      Set<String> lacking =
          health == null || report.address().isEmpty()
              ? Set.of()
              : health.lacking(report.address());
      for (Part part : report.parts()) {
        boolean runs = part.state() == PartState.RUNNING;
        if (runs && lacking.contains(part.name())) {
          parts.add(HostReport.with(part, "not registered with the head"));
        } else if (runs && part.name().equals(HadoopProgram.NAMENODE.label()) && health == null) {
          parts.add(HostReport.with(part, silent));
        } else if (runs
            && part.name().equals(HadoopProgram.NAMENODE.label())
            && health != null
            && !health.safeMode().isEmpty()) {
          parts.add(HostReport.with(part, "takes no writes: " + health.safeMode()));
        } else {
          parts.add(part);
        }
      }
      if (report.parts().isEmpty()) {
        parts.add(new Part(report.node(), HadoopDeployer.NAME, PartState.ABSENT, 0, null));
      }
      if (report.ports().containsKey(HadoopPorts.FS)) {
        endpoints.putAll(endpoints(HostPorts.bracketed(report.address()), report.ports()));
      }
    }
    Set<String> there = parts.stream().map(Part::name).collect(java.util.stream.Collectors.toSet());
    boolean ready =
        there.containsAll(HadoopProgram.labels())
            && parts.stream()
                .allMatch(part -> part.state() == PartState.RUNNING && part.detail() == null);
    return new ServiceStatus(ready, parts, endpoints);
  }

  /** Addresses for people and programs. */
  static Map<String, String> endpoints(String host, Map<String, String> ports) {
    Map<String, String> endpoints = new LinkedHashMap<>();
    endpoints.put("fs", "hdfs://" + host + ":" + ports.get(HadoopPorts.FS));
    endpoints.put("webhdfs", "webhdfs://" + host + ":" + ports.get(HadoopPorts.NAMENODE_UI));
    endpoints.put("resourcemanager", "http://" + host + ":" + ports.get(HadoopPorts.RM_UI));
    endpoints.put("history", "http://" + host + ":" + ports.get(HadoopPorts.HISTORY_UI));
    return endpoints;
  }
}
