package dev.muster.service.spark;

import dev.muster.model.Node;
import dev.muster.service.spark.SparkRemote.Answers;
import dev.muster.spi.service.ServiceProblem;
import dev.muster.spi.service.ServiceStatus;
import dev.muster.spi.service.ServiceStatus.Part;
import dev.muster.spi.service.ServiceStatus.PartState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What nodes say of their programs. */
final class SparkStatus {

  private SparkStatus() {}

  static ServiceStatus read(List<Node> nodes, Answers answers) {
    List<Part> parts = new ArrayList<>();
    Map<String, String> endpoints = new HashMap<>();
    Map<Integer, String> silent = new HashMap<>();
    for (ServiceProblem problem : answers.problems()) {
      silent.put(problem.node().number(), problem.what());
    }
    for (Node node : nodes) {
      String text = answers.texts().get(node.number());
      if (text == null) {
        parts.add(new Part(node, "host", PartState.UNKNOWN, 0, silent.get(node.number())));
      } else {
        parts.addAll(parts(node, text, endpoints));
      }
    }
    boolean ready =
        parts.stream().anyMatch(part -> part.name().equals("master"))
            && parts.stream().anyMatch(part -> part.name().equals("worker"))
            && parts.stream()
                .allMatch(part -> part.state() == PartState.RUNNING && part.detail() == null);
    return new ServiceStatus(ready, parts, endpoints);
  }

  private static List<Part> parts(Node node, String text, Map<String, String> endpoints) {
    List<Part> parts = new ArrayList<>();
    Map<String, String> ports = new HashMap<>();
    Map<String, String> values = new HashMap<>();
    String name = "";
    String address = "";
    boolean registered = true;
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ", 3);
      switch (words[0]) {
        case "part" -> {
          name = words.length > 1 ? words[1] : "";
          values.clear();
        }
        case "end" -> parts.add(part(node, name, values, null));
        case "port" -> ports.put(words[1], words.length > 2 ? words[2] : "");
        case "registered" -> registered = words[1].equals("1");
        case "address" -> address = words.length > 1 ? words[1] : "";
        default -> values.put(words[0], words.length > 1 ? words[1] : "");
      }
    }
    if (!registered) {
      parts.replaceAll(
          part ->
              part.name().equals("worker") && part.state() == PartState.RUNNING
                  ? new Part(
                      node,
                      "worker",
                      part.state(),
                      part.restarts(),
                      "not registered with the master")
                  : part);
    }
    if (ports.containsKey("master")) {
      String host = SparkPlan.bracketed(address);
      endpoints.put("master", "spark://" + host + ":" + ports.get("master"));
      endpoints.put("ui", "http://" + host + ":" + ports.get("ui"));
    }
    return parts.isEmpty() ? List.of(new Part(node, "spark", PartState.ABSENT, 0, null)) : parts;
  }

  private static Part part(
      Node node, String name, Map<String, String> values, @Nullable String detail) {
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
            : detail);
  }
}
