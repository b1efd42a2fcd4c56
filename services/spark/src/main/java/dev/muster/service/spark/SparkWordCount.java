package dev.muster.service.spark;

import dev.muster.hosts.HostRemote;
import dev.muster.hosts.HostRemote.Answers;
import dev.muster.hosts.WordSample;
import dev.muster.model.Node;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.service.ServiceListener;
import dev.muster.spi.service.ServiceProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A small application on all workers: its result is compared with what it must be. */
final class SparkWordCount {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final HostRemote remote;
  private final String folder;
  private final ServiceListener listener;

  /**
   * @param folder of the service, below the home
   */
  SparkWordCount(HostRemote remote, String folder, ServiceListener listener) {
    this.remote = remote;
    this.folder = folder;
    this.listener = listener;
  }

  /**
   * Counts.
   *
   * @param head the head alone
   * @param name of this time, of letters and digits
   */
  List<ServiceProblem> on(List<Node> head, String name) {
    byte[] jar = jar();
    String text = WordSample.text();
    byte[] words = text.getBytes(StandardCharsets.UTF_8);
    Answers answers =
        remote.run(
            head,
            RemoteCommand.of(
                    "sh",
                    "-c",
                    SparkScripts.text("count.sh"),
                    "sh",
                    folder,
                    name,
                    Integer.toString(jar.length))
                .withInput(
                    host ->
                        new SequenceInputStream(
                            new ByteArrayInputStream(jar), new ByteArrayInputStream(words))),
            LONGEST);
    if (!answers.problems().isEmpty()) {
      return answers.problems();
    }
    Node node = head.get(0);
    String counted = answers.texts().getOrDefault(node.number(), "");
    String expected = WordSample.expected(text);
    if (!counted.equals(expected)) {
      return List.of(
          new ServiceProblem(
              node,
              "words were counted wrongly: " + counted.lines().limit(5).toList(),
              "muster cluster logs NAME spark"));
    }
    listener.message(
        "Spark counted "
            + expected.lines().count()
            + " words as it must, in "
            + answers.durations().getOrDefault(node.number(), Duration.ZERO).toSeconds()
            + " s");
    return List.of();
  }

  private static byte[] jar() {
    try (InputStream in = SparkWordCount.class.getResourceAsStream("runner.jar")) {
      if (in == null) {
        throw new IllegalStateException("the jar of this service lacks runner.jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
