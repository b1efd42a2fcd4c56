package dev.muster.hosts;

import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteStream;
import dev.muster.spi.service.ServiceProblem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Runs our scripts on nodes and makes problems of what goes wrong. */
public final class HostRemote {

  private static final int LONGEST_ANSWER = 2 << 20;
  private static final int LONGEST_PROBLEM = 600;

  private final Fleet fleet;
  private final Clock clock;

  public HostRemote(Fleet fleet, Clock clock) {
    this.fleet = fleet;
    this.clock = clock;
  }

  /**
   * What nodes answered.
   *
   * @param texts by number, of those that did it
   * @param ends by number, when they had answered
   * @param durations by number, of the asking
   * @param problems of the others
   */
  public record Answers(
      Map<Integer, String> texts,
      Map<Integer, Instant> ends,
      Map<Integer, Duration> durations,
      List<ServiceProblem> problems) {

    /**
     * What a node that was asked by {@link HostPrograms#measure} is; empty when it is not whole.
     */
    public Optional<HostMeasure> measure(Node node) {
      String text = texts.get(node.number());
      Instant end = ends.get(node.number());
      Duration took = durations.get(node.number());
      return text == null || end == null || took == null
          ? Optional.empty()
          : HostMeasure.parse(text, end.minus(took), end);
    }

    /**
     * What the nodes that answered are, by number.
     *
     * @param wrong is told of those whose answer is not whole
     */
    public Map<Integer, HostMeasure> measures(List<Node> nodes, List<ServiceProblem> wrong) {
      Map<Integer, HostMeasure> measures = new HashMap<>();
      for (Node node : nodes) {
        Optional<HostMeasure> measure = measure(node);
        measure.ifPresent(one -> measures.put(node.number(), one));
        if (measure.isEmpty() && texts.containsKey(node.number())) {
          wrong.add(new ServiceProblem(node, "its shell does not run POSIX scripts", null));
        }
      }
      return measures;
    }

    /** Numbers of the nodes on which {@link HostInstall} changed a file. */
    public Set<Integer> changed() {
      return texts.entrySet().stream()
          .filter(answer -> answer.getValue().contains("changed"))
          .map(Map.Entry::getKey)
          .collect(Collectors.toSet());
    }
  }

  /** A script of ours with arguments. */
  static RemoteCommand script(String name, String... arguments) {
    return RemoteCommand.script(HostScripts.text(name), arguments);
  }

  /** Runs a command on nodes at once. */
  public Answers run(List<Node> nodes, RemoteCommand command, Duration deadline) {
    OutputCollector output = new OutputCollector(LONGEST_ANSWER);
    Map<Integer, Instant> ended = new ConcurrentHashMap<>();
    List<HostResult> results =
        fleet.exec(
            nodes.stream().map(Node::address).toList(), command, deadline, timed(output, ended));
    Map<Integer, String> texts = new ConcurrentHashMap<>();
    Map<Integer, Instant> ends = new ConcurrentHashMap<>();
    Map<Integer, Duration> durations = new ConcurrentHashMap<>();
    List<ServiceProblem> problems = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      HostResult result = results.get(i);
      if (result.succeeded()) {
        texts.put(node.number(), output.out(i));
        ends.put(node.number(), ended.getOrDefault(i, clock.instant()));
        durations.put(node.number(), result.duration());
      } else {
        problems.add(problem(node, result, output.err(i)));
      }
    }
    return new Answers(texts, ends, durations, problems);
  }

  private ExecListener timed(OutputCollector output, Map<Integer, Instant> ended) {
    return new ExecListener() {
      @Override
      public void output(
          HostAddress host, int position, int command, RemoteStream stream, byte[] bytes) {
        output.output(host, position, command, stream, bytes);
      }

      @Override
      public void ended(int position, int command, HostResult result) {
        ended.put(position, clock.instant());
      }
    };
  }

  private static ServiceProblem problem(Node node, HostResult result, String words) {
    HostFailure failure = result.failure();
    if (failure != null) {
      return new ServiceProblem(node, failure.message(), failure.hint());
    }
    String said = words.strip();
    return new ServiceProblem(
        node,
        said.isEmpty()
            ? "exit status " + result.exitCode()
            : said.length() > LONGEST_PROBLEM ? said.substring(0, LONGEST_PROBLEM) + "…" : said,
        null);
  }
}
