package dev.muster.engine.spark;

import dev.muster.model.HostAddress;
import dev.muster.spi.engine.EngineCluster;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Commands on the head of a cluster, one at a time, with what they print. */
final class HeadShell {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

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
    Answer answer = ask(command);
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
        cluster.fleet().get().exec(List.of(cluster.head()), command, DEADLINE, listener).get(0);
    HostFailure failure = result.failure();
    Integer code = result.exitCode();
    if (failure != null || code == null) {
      throw new IOException(
          cluster.head() + ": " + (failure == null ? "no answer" : failure.message()));
    }
    return new Answer(code, output, errors);
  }

  /** What a command did. */
  record Answer(int code, ByteArrayOutputStream output, ByteArrayOutputStream errors) {}

  /** A script of this package. */
  static String script(String name) {
    try (InputStream in = HeadShell.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no " + name + " in this program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
