package dev.muster.hosts;

import dev.muster.testkit.hosts.SampleHost;
import java.util.List;
import java.util.Map;

/** What hosts say of themselves, read. */
final class Sites {

  private Sites() {}

  static Map<Integer, HostMeasure> measures(SampleHost... hosts) {
    return SampleHost.read(
        (printed, now) -> HostMeasure.parse(printed, now, now).orElseThrow(), List.of(hosts));
  }
}
