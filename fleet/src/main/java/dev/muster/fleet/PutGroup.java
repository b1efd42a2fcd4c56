package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.HostFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings a tree to some hosts at the same time. One thread decides; each host has one that hears
 * and one that speaks.
 *
 * <p>In a chain each host gets the stream from the one before it, which keeps on serving what it
 * has; the first gets it from here. A host whose source is lost is given the next one before that,
 * and in the end this machine.
 */
final class PutGroup {

  // So long those who are ready wait for the others; who comes later joins at the end.
  private static final Duration LATE = Duration.ofMillis(1500);
  private static final Duration STILL_THERE = Duration.ofSeconds(10);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final int MOST_SOURCES = 3;

  /** What a group shares with the others of a put. */
  record Job(
      LocalTree tree,
      FileHashes hashes,
      String target,
      CopyOptions options,
      CopyListener listener,
      Deadline deadline,
      String program) {}

  private final Job job;
  private final PutPlan plan;
  private final Transport transport;
  private final ExecutorService threads;
  private final ShellPut shellPut;
  private final List<PutPeer> peers = new ArrayList<>();
  private final List<PutPeer> chain = new ArrayList<>();
  private final LinkedBlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
  private final String certificate;
  private PutStream chainStream = new PutStream(List.of());
  private boolean planned;
  private boolean closedOff;
  private long firstReady;

  /**
   * @param hosts by their position in the list of all hosts
   */
  PutGroup(
      Job job,
      Map<Integer, HostAddress> hosts,
      Transport transport,
      ExecutorService threads,
      ShellPut shellPut) {
    this.job = job;
    this.plan = new PutPlan(job);
    this.transport = transport;
    this.threads = threads;
    this.shellPut = shellPut;
    hosts.forEach((position, host) -> peers.add(new PutPeer(host, position)));
    boolean mayChain = hosts.size() > 1 && job.options().chain() != CopyOptions.Chain.OFF;
    this.certificate = mayChain ? OneTimeCertificate.create() : "";
  }

  /** Results by position. */
  Map<Integer, CopyResult> run() {
    boolean interrupted = false;
    try {
      peers.forEach(peer -> threads.execute(() -> converse(peer)));
      decide();
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      for (PutPeer peer : peers) {
        if (peer.state != PutPeer.State.ENDED) {
          end(peer, interrupted ? Faults.cancelled() : timeout());
        }
      }
      tidyUp();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Map<Integer, CopyResult> results = new TreeMap<>();
    for (PutPeer peer : peers) {
      CopyResult result = peer.result;
      if (result != null) {
        results.put(peer.position, result);
      }
    }
    return results;
  }

  // Programs remove what they have half, then end.
  private void tidyUp() {
    peers.forEach(peer -> peer.say('E', List.of()));
    Deadline patience = Deadline.in(LAST_WORDS);
    peers.forEach(peer -> peer.awaitEnd(patience));
    peers.forEach(PutPeer::close);
  }

  private HostFailure timeout() {
    return new HostFailure(
        HostFailure.Kind.TIMEOUT, "the copy was not done within " + job.deadline(), null);
  }

  private void decide() throws InterruptedException {
    long told = System.nanoTime();
    while (peers.stream().anyMatch(peer -> peer.state != PutPeer.State.ENDED)
        && !job.deadline().isOver()) {
      Runnable event =
          events.poll(job.deadline().millis(Duration.ofMillis(200)), TimeUnit.MILLISECONDS);
      if (event != null) {
        event.run();
      }
      if (!planned && isTimeToPlan()) {
        planAll();
      }
      if (System.nanoTime() - told > STILL_THERE.toNanos()) {
        told = System.nanoTime();
        peers.stream()
            .filter(peer -> peer.state != PutPeer.State.STARTING)
            .forEach(PutPeer::sayStillThere);
      }
    }
  }

  // The conversation, in a thread of its host.

  private void converse(PutPeer peer) {
    try {
      Optional<RemoteProcess> started =
          transport.python(peer.host, job.program(), plan.isMuch(), job.deadline());
      if (started.isEmpty()) {
        CopyResult result = shellPut.run(peer.host, job);
        events.add(() -> settle(peer, result));
        return;
      }
      RemoteProcess process = started.orElseThrow();
      peer.attach(process);
      peer.say('M', plan.manifest(certificate));
      threads.execute(peer::write);
      peer.decide(job.tree(), job.hashes(), peer.awaitReady(process.out()));
      events.add(() -> ready(peer));
      while (true) {
        List<String> line = PutPeer.line(process.out());
        events.add(() -> hear(peer, line));
      }
    } catch (HostFaultException e) {
      events.add(() -> end(peer, e.failure()));
    } catch (IOException | NumberFormatException e) {
      String errors = peer.errors();
      events.add(() -> end(peer, Faults.disconnected(errors.isEmpty() ? Faults.text(e) : errors)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      events.add(() -> end(peer, Faults.cancelled()));
    } finally {
      peer.awaitLastWord();
    }
  }

  // What follows from what was heard, in the one thread that decides.

  private void ready(PutPeer peer) {
    if (peer.state == PutPeer.State.ENDED) {
      return;
    }
    peer.state = PutPeer.State.READY;
    if (firstReady == 0) {
      firstReady = System.nanoTime();
    }
    if (planned) {
      join(peer);
    }
  }

  private boolean isTimeToPlan() {
    boolean allHere = peers.stream().noneMatch(peer -> peer.state == PutPeer.State.STARTING);
    boolean waited = firstReady != 0 && System.nanoTime() - firstReady > LATE.toNanos();
    return allHere || waited;
  }

  private void planAll() {
    planned = true;
    List<PutPeer> ready = peers.stream().filter(peer -> peer.state == PutPeer.State.READY).toList();
    List<PutPeer> links =
        ready.stream().filter(peer -> peer.serves() && plan.moved(peer.needed) > 0).toList();
    chainStream = plan.chain(links.stream().map(peer -> peer.needed).toList());
    ready.forEach(this::join);
  }

  private void join(PutPeer peer) {
    long chained = chainStream.size();
    boolean fits =
        chained > 0
            && peer.serves()
            && plan.moved(peer.needed) > 0
            && plan.covers(chainStream, peer.needed);
    peer.state = PutPeer.State.FLOWING;
    peer.stream = fits ? chainStream : plan.stream(peer.needed);
    List<String> fields = new ArrayList<>();
    for (PutStream.Part part : peer.stream.parts()) {
      fields.add(Integer.toString(part.entry()));
      fields.add(Long.toString(part.offset()));
      fields.add(Long.toString(part.length()));
      fields.add(peer.needed.containsKey(part.entry()) ? "1" : "0");
    }
    peer.say('P', fields);
    if (peer.stream.parts().isEmpty()) {
      commit(peer);
      return;
    }
    PutPeer before = fits && !chain.isEmpty() ? chain.get(chain.size() - 1) : null;
    if (fits) {
      chain.add(peer);
    }
    from(peer, before != null && before.isSource() ? before : null);
  }

  // Names its source: another host, or null for this machine.
  private void from(PutPeer peer, @Nullable PutPeer source) {
    peer.source = source;
    if (source == null) {
      peer.say('S', List.of("here"));
      if (peer.route == CopyResult.Route.NONE) {
        peer.route = CopyResult.Route.DIRECT;
      }
    } else {
      peer.tried.add(source);
      List<String> fields = new ArrayList<>();
      fields.add(source.service.get(0));
      // The address by which this machine knows it comes first: it is the one that surely is its.
      transport.address(source.host).ifPresent(fields::add);
      fields.addAll(source.service.subList(1, source.service.size()));
      peer.say('S', fields);
      peer.route = CopyResult.Route.CHAIN;
    }
  }

  private void hear(PutPeer peer, List<String> line) {
    if (peer.state == PutPeer.State.ENDED) {
      return;
    }
    switch (line.get(0)) {
      case "at" -> {
        peer.arrived = Long.parseLong(line.get(1));
        job.listener().progress(peer.host, peer.position, peer.arrived, peer.stream.size());
        if (peer.arrived == peer.stream.size() && peer.state == PutPeer.State.FLOWING) {
          commit(peer);
        }
      }
      case "here" -> peer.feed(job.tree(), peer.stream, Long.parseLong(line.get(1)));
      case "lost" -> {
        // Who cannot connect to one will hardly connect to another: a firewall is in between.
        closedOff |= line.get(2).equals("unreached");
        goRound(peer, String.join(" ", line.subList(3, line.size())));
      }
      case "done" -> end(peer, null);
      case "error" -> end(peer, PutPeer.failure(line));
      default -> end(peer, Faults.disconnected("unknown words: " + String.join(" ", line)));
    }
  }

  private void goRound(PutPeer peer, String why) {
    PutPeer lost = peer.source;
    PutPeer next = null;
    for (int i = chain.indexOf(peer) - 1; i >= 0 && next == null; i--) {
      PutPeer candidate = chain.get(i);
      if (candidate.isSource() && !peer.tried.contains(candidate)) {
        next = candidate;
      }
    }
    if (closedOff || peer.tried.size() >= MOST_SOURCES) {
      next = null;
    }
    job.listener()
        .note(
            peer.host,
            "gets nothing from "
                + (lost == null ? "here" : lost.host)
                + " ("
                + why
                + "), goes on from "
                + (next == null ? "here" : next.host));
    from(peer, next);
  }

  private void commit(PutPeer peer) {
    peer.state = PutPeer.State.COMMITTING;
    Map<Integer, Long> needed = peer.needed;
    peer.say(
        out -> {
          List<String> fields = new ArrayList<>();
          for (int entry : needed.keySet()) {
            fields.add(Integer.toString(entry));
            fields.add(job.hashes().whole(entry));
          }
          peer.say('C', fields);
        });
  }

  private void end(PutPeer peer, @Nullable HostFailure failure) {
    LocalTree tree = job.tree();
    List<LocalTree.Entry> files =
        tree.entries().stream().filter(entry -> entry.kind() == LocalTree.Kind.FILE).toList();
    settle(
        peer,
        new CopyResult(
            peer.host,
            files.size(),
            files.stream().mapToLong(LocalTree.Entry::size).sum(),
            plan.moved(peer.needed),
            peer.route,
            failure,
            job.deadline().elapsed()));
  }

  private void settle(PutPeer peer, CopyResult result) {
    if (peer.state != PutPeer.State.ENDED) {
      peer.state = PutPeer.State.ENDED;
      peer.result = result;
      peer.settle();
      job.listener().ended(peer.position, result);
    }
  }
}
