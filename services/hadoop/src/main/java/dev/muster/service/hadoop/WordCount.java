package dev.muster.service.hadoop;

import dev.muster.hosts.HostRemote;
import dev.muster.hosts.HostRemote.Answers;
import dev.muster.hosts.WordSample;
import dev.muster.model.Node;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteInput;
import dev.muster.spi.service.ServiceListener;
import dev.muster.spi.service.ServiceProblem;
import java.time.Duration;
import java.util.List;

/** A small job that goes through all of Hadoop: its result is compared with what it must be. */
final class WordCount {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final HostRemote remote;
  private final String folder;
  private final ServiceListener listener;

  /**
   * @param folder of the service, below the home
   */
  WordCount(HostRemote remote, String folder, ServiceListener listener) {
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
    String text = WordSample.text();
    Answers answers =
        remote.run(
            head,
            RemoteCommand.of("sh", "-c", HadoopScripts.text("count.sh"), "sh", folder, name)
                .withInput(RemoteInput.text(text)),
            LONGEST);
    if (!answers.problems().isEmpty()) {
      return answers.problems();
    }
    Node node = head.get(0);
    String counted = answers.texts().getOrDefault(node.number(), "");
    if (!counted.equals(WordSample.expected(text))) {
      return List.of(
          new ServiceProblem(
              node,
              "words were counted wrongly: " + counted.lines().limit(5).toList(),
              "muster cluster logs NAME hadoop"));
    }
    listener.message(
        "MapReduce on YARN counted "
            + WordSample.expected(text).lines().count()
            + " words of a text in HDFS as it must, in "
            + answers.durations().getOrDefault(node.number(), Duration.ZERO).toSeconds()
            + " s");
    return List.of();
  }
}
