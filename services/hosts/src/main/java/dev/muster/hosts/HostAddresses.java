package dev.muster.hosts;

import dev.muster.model.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which address programs of a node get that is this machine: nobody connects to it over SSH, so it
 * does not know by which of its addresses others reach it. Pure.
 */
public final class HostAddresses {

  private static final String LOCAL = "local";
  private static final String LOOPBACK = "127.0.0.1";

  private HostAddresses() {}

  /**
   * Measures with the addresses that hold for the whole cluster: alone, this machine is not open to
   * any network; beside others, it has the address from which they were asked.
   */
  public static Map<Integer, HostMeasure> settle(
      List<Node> nodes, Map<Integer, HostMeasure> measures) {
    boolean alone = nodes.stream().allMatch(HostAddresses::isHere);
    Map<Integer, HostMeasure> settled = new HashMap<>(measures);
    for (Node node : nodes) {
      HostMeasure measure = measures.get(node.number());
      if (measure != null && isHere(node)) {
        String address =
            alone ? LOOPBACK : seen(nodes, measures, measure).orElse(measure.address());
        settled.put(node.number(), measure.withAddress(address));
      }
    }
    return settled;
  }

  private static Optional<String> seen(
      List<Node> nodes, Map<Integer, HostMeasure> measures, HostMeasure here) {
    return nodes.stream()
        .filter(node -> !isHere(node))
        .flatMap(node -> Stream.ofNullable(measures.get(node.number())))
        .map(HostMeasure::caller)
        .filter(here.own()::contains)
        .findFirst();
  }

  private static boolean isHere(Node node) {
    return node.provider().equals(LOCAL);
  }
}
