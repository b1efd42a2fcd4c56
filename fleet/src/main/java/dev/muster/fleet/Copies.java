package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.FileParts;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.ScriptText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.function.IntFunction;

/** Files to hosts and from them. */
final class Copies {

  private final Transport transport;
  private final ExecutorService threads;
  private final int parallel;

  Copies(Transport transport, ExecutorService threads, int parallel) {
    this.transport = transport;
    this.threads = threads;
    this.parallel = parallel;
  }

  List<CopyResult> put(
      List<HostAddress> hosts,
      Map<Integer, HostFailure> unreachable,
      Path local,
      String remote,
      CopyOptions options,
      CopyListener listener) {
    LocalTree tree = LocalTree.scan(local, new Excludes(options.excludes()));
    return put(hosts, unreachable, tree, target(local, remote), options, listener);
  }

  List<CopyResult> put(
      List<HostAddress> hosts,
      Map<Integer, HostFailure> unreachable,
      FileParts files,
      String remote,
      CopyOptions options,
      CopyListener listener) {
    requirePath(remote);
    return put(hosts, unreachable, LocalTree.of(files), remote, options, listener);
  }

  private List<CopyResult> put(
      List<HostAddress> hosts,
      Map<Integer, HostFailure> unreachable,
      LocalTree tree,
      String target,
      CopyOptions options,
      CopyListener listener) {
    FileHashes hashes = FileHashes.start(tree, threads);
    PutGroup.Job job =
        new PutGroup.Job(
            tree,
            hashes,
            target,
            options,
            listener,
            Deadline.in(options.deadline()),
            program("put.py"));
    Map<Integer, CopyResult> results = new TreeMap<>();
    unreachable.forEach(
        (position, failure) ->
            results.put(
                position, failed(listener, position, hosts.get(position), failure, Duration.ZERO)));
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      if (!unreachable.containsKey(i)) {
        rest.add(i);
      }
    }
    // A group is one chain; the next begins when it is done.
    for (int from = 0; from < rest.size(); from += parallel) {
      Map<Integer, HostAddress> group = new TreeMap<>();
      for (int position : rest.subList(from, Math.min(rest.size(), from + parallel))) {
        group.put(position, hosts.get(position));
      }
      results.putAll(new PutGroup(job, group, transport, threads, new ShellPut(transport)).run());
    }
    return List.copyOf(results.values());
  }

  List<CopyResult> get(
      List<HostAddress> hosts,
      Map<Integer, HostFailure> unreachable,
      String remote,
      String local,
      CopyOptions options,
      CopyListener listener) {
    if (remote.isEmpty() || remote.indexOf(0) >= 0 || local.isEmpty() || local.indexOf(0) >= 0) {
      throw new MusterException(
          ErrorKind.USAGE, "a path is missing", "name the path on the hosts and the place here");
    }
    List<String> places = hosts.stream().map(host -> local.replace("{host}", host.host())).toList();
    if (new HashSet<>(places).size() < places.size()) {
      throw new MusterException(
          ErrorKind.USAGE,
          "several hosts would write " + local,
          "put {host} into the name, for instance logs-{host}, and name no host twice");
    }
    IntFunction<CopyResult> cancelled =
        i -> failed(listener, i, hosts.get(i), Faults.cancelled(), Duration.ZERO);
    return new FanOut(threads, parallel)
        .run(
            hosts.size(),
            i -> {
              HostFailure failure = unreachable.get(i);
              return failure != null
                  ? failed(listener, i, hosts.get(i), failure, Duration.ZERO)
                  : new GetRun(
                          transport,
                          new ShellGet(transport),
                          hosts.get(i),
                          i,
                          remote,
                          places.get(i),
                          options,
                          listener)
                      .run();
            },
            cancelled);
  }

  private static CopyResult failed(
      CopyListener listener,
      int position,
      HostAddress host,
      HostFailure failure,
      Duration duration) {
    CopyResult result = new CopyResult(host, 0, 0, 0, CopyResult.Route.NONE, failure, duration);
    listener.ended(position, result);
    return result;
  }

  // A slash at the end means: under its own name in that folder.
  private static String target(Path local, String remote) {
    requirePath(remote);
    if (!remote.endsWith("/") && !remote.equals(".") && !remote.equals("~")) {
      return remote;
    }
    Path name = local.toAbsolutePath().normalize().getFileName();
    String folder = remote.equals(".") || remote.equals("~") ? "" : remote;
    return folder + (name == null ? "copy" : name);
  }

  private static void requirePath(String remote) {
    if (remote.isEmpty() || remote.indexOf(0) >= 0) {
      throw new MusterException(
          ErrorKind.USAGE, "a path on the hosts is missing", "name the place there, or . for home");
    }
  }

  /** A program of ours from the jar. */
  static String program(String name) {
    return ScriptText.of(Copies.class, name);
  }
}
