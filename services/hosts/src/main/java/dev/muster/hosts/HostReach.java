package dev.muster.hosts;

import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteStream;
import dev.muster.spi.service.ServiceListener;
import dev.muster.spi.service.ServiceProblem;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tries before anything starts whether each worker reaches the head's port, and the head each
 * worker's. For a short while Python programs listen where the service will.
 */
public final class HostReach {

  private static final Duration LONGEST = Duration.ofSeconds(90);
  private static final Duration SOON = Duration.ofSeconds(20);

  /** The program is an argument, so that the input is free for what is each host's own. */
  private static final String RUN =
      "command -v python3 >/dev/null 2>&1 || { echo python; exit 0; }; exec python3 -c \"$@\"";

  private final Fleet fleet;
  private final ServiceListener listener;
  private final String label;

  /**
   * @param label of the service, for people
   */
  public HostReach(Fleet fleet, ServiceListener listener, String label) {
    this.fleet = fleet;
    this.listener = listener;
    this.label = label;
  }

  /**
   * Where a program listens, or will.
   *
   * @param address of its node, as others reach it
   * @param program for people, for instance {@code master}
   * @param runs whether it is at work already
   */
  public record Place(Node node, String address, int port, String program, boolean runs) {}

  /**
   * Tries it; where there is no Python nothing is tried, which is said.
   *
   * @param all one on each worker
   */
  public List<ServiceProblem> problems(Place head, List<Place> all) throws InterruptedException {
    // A worker that runs beside its head's program has shown that they reach each other.
    List<Place> workers = all.stream().filter(one -> !head.runs() || !one.runs()).toList();
    if (workers.isEmpty()) {
      return List.of();
    }
    if (head.runs() && !listens(head)) {
      // It begins, cannot, or is to move: whoever listened in its place might take its port from
      // it.
      skipped(head, "has a " + head.program() + " that does not listen there yet");
      return List.of();
    }
    if (head.runs()) {
      return ask(head, workers, "running");
    }
    Held input = new Held();
    Ears ears = new Ears();
    CompletableFuture<HostResult> listening =
        CompletableFuture.supplyAsync(
                () ->
                    fleet
                        .exec(
                            List.of(head.node().address()),
                            listen(head, workers).withInput(host -> input),
                            LONGEST,
                            ears)
                        .get(0),
                task -> new Thread(task, "host-reach").start())
            .whenComplete((result, error) -> ears.heard.countDown());
    try {
      boolean heard = ears.heard.await(SOON.toSeconds(), TimeUnit.SECONDS);
      if (!heard || listening.isDone()) {
        skipped(head, "does not listen, or has no python3");
        return List.of();
      }
      return ask(head, workers, "fresh");
    } finally {
      input.close();
      end(listening);
    }
  }

  /** Whether the master takes connections at its address, asked on its own host. */
  private boolean listens(Place head) {
    OutputCollector output = new OutputCollector();
    RemoteCommand command = RemoteCommand.of(words("here", head));
    fleet.exec(List.of(head.node().address()), command, LONGEST, output);
    return output.out(0).strip().equals("yes");
  }

  /** Waits until nobody listens any more: the port is the master's now. */
  private void end(CompletableFuture<HostResult> listening) throws InterruptedException {
    try {
      listening.get(SOON.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      listener.message("who listened for a try does not end: " + e);
    }
  }

  private static RemoteCommand listen(Place head, List<Place> workers) {
    List<String> words = words("listen", head);
    workers.forEach(one -> words.add(one.address() + "/" + one.port()));
    return RemoteCommand.of(words);
  }

  private static List<String> words(String part, Place head) {
    return new ArrayList<>(
        List.of(
            "sh",
            "-c",
            RUN,
            "sh",
            HostScripts.text("reach.py"),
            part,
            head.address(),
            Integer.toString(head.port())));
  }

  private List<ServiceProblem> ask(Place head, List<Place> workers, String state) {
    Map<HostAddress, String> own = new HashMap<>();
    for (int i = 0; i < workers.size(); i++) {
      Place worker = workers.get(i);
      own.put(worker.node().address(), i + " " + worker.address() + " " + worker.port() + "\n");
    }
    List<String> words = words("knock", head);
    words.add(state);
    OutputCollector output = new OutputCollector();
    List<HostResult> results =
        fleet.exec(
            workers.stream().map(worker -> worker.node().address()).toList(),
            RemoteCommand.of(words)
                .withInput(
                    host ->
                        new ByteArrayInputStream(
                            own.getOrDefault(host, "").getBytes(StandardCharsets.UTF_8))),
            LONGEST,
            output);
    List<ServiceProblem> problems = new ArrayList<>();
    for (int i = 0; i < workers.size(); i++) {
      Place worker = workers.get(i);
      String said = output.out(i).strip();
      if (said.startsWith("out ")) {
        problems.add(
            problem(worker.node(), "it does not reach the " + head.program() + "'s", head, said));
      } else if (said.startsWith("in ")) {
        problems.add(problem(worker.node(), "the head does not reach its", worker, said));
      } else if (!results.get(i).succeeded() || !said.equals("good")) {
        skipped(worker, said.equals("python") ? "has no python3" : "does not try");
      }
    }
    return problems;
  }

  private ServiceProblem problem(Node node, String what, Place listens, String said) {
    String place = HostPorts.bracketed(listens.address()) + ":" + listens.port();
    return new ServiceProblem(
        node,
        what + " port " + place + ": " + said.substring(said.indexOf(' ') + 1),
        "let TCP between all hosts of the cluster through the firewall of "
            + listens.node().address()
            + ", port "
            + listens.port()
            + " and those that programs of "
            + label
            + " choose");
  }

  private void skipped(Place host, String why) {
    listener.message(
        host.node().address() + " " + why + ": not tried whether hosts reach each other's ports");
  }

  /** Notes the first words of the one that listens. */
  private static final class Ears implements ExecListener {
    private final CountDownLatch heard = new CountDownLatch(1);

    @Override
    public void output(
        HostAddress host, int position, int command, RemoteStream stream, byte[] bytes) {
      if (stream == RemoteStream.OUT
          && new String(bytes, StandardCharsets.UTF_8).contains("listening")) {
        heard.countDown();
      }
    }
  }

  /** An input that ends when it is closed: then who listens leaves. */
  private static final class Held extends InputStream {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public int read() {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      return length == 0 ? 0 : read();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
