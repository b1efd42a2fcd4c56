package dev.muster.engine.spark;

import dev.muster.model.HostAddress;
import dev.muster.spi.engine.EngineCluster;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteStream;
import dev.muster.spi.fleet.ScriptText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Commands on the head of a cluster, one at a time, with what they print. */
final class HeadShell {

  private static final int NOT_THERE = 66;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** Nothing that is sent may take longer. */
  private static final Duration LONGEST = Duration.ofHours(1);

  /** The slowest line that is waited for. */
  private static final long BYTES_A_SECOND = 50_000;

  private final EngineCluster cluster;

  HeadShell(EngineCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Runs a command.
   *
   * @return what it printed
   * @throws IOException when the head is out of reach, or the command failed
   */
  byte[] run(RemoteCommand command) throws IOException {
    return output(ask(command, DEADLINE));
  }

  /**
   * Runs a command that reads so many bytes; it has time for them.
   *
   * @return its status: 0, or 66 where that for which it is meant is not there
   * @throws IOException when the head is out of reach, or the command failed
   */
  int send(RemoteCommand command, long bytes) throws IOException {
    Duration enough = DEADLINE.plusSeconds(bytes / BYTES_A_SECOND);
    Answer answer = ask(command, enough.compareTo(LONGEST) < 0 ? enough : LONGEST);
    if (answer.code() != NOT_THERE) {
      var unused = output(answer);
    }
    return answer.code();
  }

  /** The cluster of the head. */
  EngineCluster cluster() {
    return cluster;
  }

  /** The head, for people. */
  String place() {
    return cluster.head() + ", the head of cluster " + cluster.name();
  }

  private byte[] output(Answer answer) throws IOException {
    if (answer.code() != 0) {
      throw new IOException(
          cluster.head()
              + ": exit status "
              + answer.code()
              + ": "
              + answer.errors().toString(StandardCharsets.UTF_8).strip());
    }
    return answer.output().toByteArray();
  }

  /** Runs a command whose status the caller judges. */
  Answer ask(RemoteCommand command) throws IOException {
    return ask(command, DEADLINE);
  }

  private Answer ask(RemoteCommand command, Duration deadline) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    ExecListener listener =
        new ExecListener() {
          @Override
          public void output(
              HostAddress host, int position, int number, RemoteStream stream, byte[] bytes) {
            (stream == RemoteStream.OUT ? output : errors).writeBytes(bytes);
          }
        };
    HostResult result =
        cluster.fleet().get().exec(List.of(cluster.head()), command, deadline, listener).get(0);
    HostFailure failure = result.failure();
    Integer code = result.exitCode();
    if (failure != null || code == null) {
      throw new UnreachableException(
          cluster.head() + ": " + (failure == null ? "no answer" : failure.message()));
    }
    return new Answer(code, output, errors);
  }

  /** What a command did. */
  record Answer(int code, ByteArrayOutputStream output, ByteArrayOutputStream errors) {}

  /** A script of this package. */
  static String script(String name) {
    return ScriptText.of(HeadShell.class, name);
  }
}
