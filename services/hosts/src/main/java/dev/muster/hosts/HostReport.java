package dev.muster.hosts;

import dev.muster.hosts.HostRemote.Answers;
import dev.muster.model.Node;
import dev.muster.spi.service.ServiceProblem;
import dev.muster.spi.service.ServiceStatus.Part;
import dev.muster.spi.service.ServiceStatus.PartState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of the programs of a service.
 *
 * @param parts its programs; one that is UNKNOWN when it did not answer
 * @param ports of its programs by name
 * @param address that its programs were told, empty when there is none
 */
public record HostReport(Node node, List<Part> parts, Map<String, String> ports, String address) {

  public HostReport {
    parts = List.copyOf(parts);
    ports = Map.copyOf(ports);
  }

  static List<HostReport> read(List<Node> nodes, Answers answers) {
    Map<Integer, String> silent = new HashMap<>();
    for (ServiceProblem problem : answers.problems()) {
      silent.put(problem.node().number(), problem.what());
    }
    List<HostReport> reports = new ArrayList<>();
    for (Node node : nodes) {
      String text = answers.texts().get(node.number());
      reports.add(
          text == null
              ? new HostReport(
                  node,
                  List.of(new Part(node, "host", PartState.UNKNOWN, 0, silent.get(node.number()))),
                  Map.of(),
                  "")
              : parse(node, text));
    }
    return reports;
  }

  private static HostReport parse(Node node, String text) {
    List<Part> parts = new ArrayList<>();
    Map<String, String> ports = new HashMap<>();
    Map<String, String> values = new HashMap<>();
    String name = "";
    String address = "";
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ", 3);
      switch (words[0]) {
        case "part" -> {
          name = words.length > 1 ? words[1] : "";
          values.clear();
        }
        case "end" -> parts.add(part(node, name, values));
        case "port" -> ports.put(words[1], words.length > 2 ? words[2] : "");
        case "address" -> address = words.length > 1 ? words[1] : "";
        default -> values.put(words[0], words.length > 1 ? words[1] : "");
      }
    }
    return new HostReport(node, parts, ports, address);
  }

  private static Part part(Node node, String name, Map<String, String> values) {
    String restarts = values.getOrDefault("restarts", "0");
    String exit = values.get("exit");
    PartState state =
        switch (values.getOrDefault("state", "absent")) {
          case "running", "starting" -> PartState.RUNNING;
          case "waiting" -> PartState.RESTARTING;
          case "failed" -> PartState.FAILED;
          case "stopped" -> PartState.STOPPED;
          case "unsupervised" -> PartState.UNSUPERVISED;
          default -> PartState.ABSENT;
        };
    return new Part(
        node,
        name,
        state,
        restarts.matches("[0-9]{1,9}") ? Integer.parseInt(restarts) : 0,
        state == PartState.FAILED || state == PartState.RESTARTING
            ? "it ended with " + (exit == null ? "?" : exit)
            : null);
  }

  /** A part with words about it. */
  public static Part with(Part part, @Nullable String detail) {
    return new Part(part.node(), part.name(), part.state(), part.restarts(), detail);
  }
}
