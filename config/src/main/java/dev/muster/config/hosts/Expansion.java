package dev.muster.config.hosts;

import dev.muster.config.text.Quoted;
import dev.muster.model.HostAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes out the hosts of one expression. Of several that are wrong in the same way the first is
 * noted.
 */
final class Expansion {

  private final HostPattern pattern;
  private final Place place;
  private final List<HostAddress> hosts;
  private final Map<String, Place> seen;
  private boolean faulty;
  private boolean twice;

  /**
   * @param hosts takes the hosts
   * @param seen where each machine was found
   */
  Expansion(HostPattern pattern, Place place, List<HostAddress> hosts, Map<String, Place> seen) {
    this.pattern = pattern;
    this.place = place;
    this.hosts = hosts;
    this.seen = seen;
  }

  void run() {
    pattern.forEachName(this::add);
  }

  private void add(String name) {
    Optional<String> fault = HostAddress.hostFault(name);
    if (fault.isPresent()) {
      if (!faulty) {
        place.note(Quoted.of(name) + " cannot be a host: " + fault.get(), null);
      }
      faulty = true;
      return;
    }
    HostAddress address = pattern.address(name);
    Place first = seen.putIfAbsent(address.machine(), place);
    if (first == null) {
      hosts.add(address);
    } else if (!twice) {
      place.note(
          "the host " + address + " is there twice, first at " + first, "remove one of them");
      twice = true;
    }
  }
}
