package dev.muster.engine.spark;

import dev.muster.model.HostAddress;
import dev.muster.spi.engine.EngineCluster;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A command on every host of a cluster at once, with what each printed. */
final class ClusterShell {

  private final EngineCluster cluster;

  ClusterShell(EngineCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * How it went on a host.
   *
   * @param result has no exit code when the host could not be reached
   */
  record Answer(HostResult result, String output, String errors) {

    HostAddress host() {
      return result.host();
    }

    boolean succeeded() {
      return result.succeeded();
    }

    /** Whether the host was there, and so its command has ended in some way. */
    boolean reached() {
      return result.exitCode() != null;
    }
  }

  /** Runs a command on all hosts; in their order. */
  List<Answer> run(RemoteCommand command, Duration deadline) {
    List<HostAddress> hosts = cluster.hosts();
    List<ByteArrayOutputStream> outputs = new ArrayList<>();
    List<ByteArrayOutputStream> errors = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      outputs.add(new ByteArrayOutputStream());
      errors.add(new ByteArrayOutputStream());
    }
    ExecListener listener =
        new ExecListener() {
          @Override
          public void output(
              HostAddress host, int position, int number, RemoteStream stream, byte[] bytes) {
            (stream == RemoteStream.OUT ? outputs : errors).get(position).writeBytes(bytes);
          }
        };
    List<HostResult> results = cluster.fleet().get().exec(hosts, command, deadline, listener);
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      answers.add(
          new Answer(
              results.get(i),
              outputs.get(i).toString(StandardCharsets.UTF_8).strip(),
              errors.get(i).toString(StandardCharsets.UTF_8).strip()));
    }
    return answers;
  }
}
