package dev.muster.engine.spark;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.EngineCluster;
import dev.muster.spi.engine.EngineJob;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.RemoteCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Python that the hosts of a cluster run tasks with: their own, or an environment with the
 * project's requirements, made on each host once for each content, below the cluster's folder.
 */
final class HostPythons {

  private static final Logger LOG = LoggerFactory.getLogger(HostPythons.class);
  private static final Duration QUICK = Duration.ofSeconds(60);
  private static final Duration BUILD = Duration.ofMinutes(30);
  private static final String NONE = "none";

  private final EngineCluster cluster;
  private final String home;

  /**
   * @param home the folder of the cluster on its hosts, absolute
   */
  HostPythons(EngineCluster cluster, String home) {
    this.cluster = cluster;
    this.home = home;
  }

  /**
   * The interpreter of the run.
   *
   * @param named by the user, else {@code python3}
   * @param own whether the user has named one that has what the project needs
   * @throws MusterException INVALID with what each host says, before any task runs
   */
  String prepare(EngineJob job, String named, boolean own) throws IOException {
    Path requirements = job.project().requirements();
    if (requirements == null || own) {
      return ask(named, "", "", "", QUICK);
    }
    RequirementFiles files = RequirementFiles.of(requirements, job.pip());
    ask(named, "", "", "", QUICK); // before anything is copied
    String key = files.key(named);
    send(files, job.spool(), home + "/venvs/" + key + "/files");
    return ask(named, key, job.pip().offline() ? "offline" : "", files.first(), BUILD);
  }

  private void send(RequirementFiles files, Path scratch, String there) throws IOException {
    Files.createDirectories(scratch);
    Path folder = Files.createTempDirectory(scratch, "requirements");
    try {
      files.copyTo(folder);
      List<CopyResult> copies =
          cluster
              .fleet()
              .get()
              .put(cluster.hosts(), folder, there, CopyOptions.DEFAULT, CopyListener.NONE);
      for (CopyResult copy : copies) {
        var failure = copy.failure();
        if (failure != null) {
          LOG.warn("requirements do not reach {}: {}", copy.host(), failure.message());
        }
      }
    } finally {
      try (Stream<Path> walk = Files.walk(folder)) {
        for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  private String ask(String named, String key, String offline, String first, Duration deadline) {
    RemoteCommand command =
        RemoteCommand.script(HeadShell.script("python.sh"), home, named, key, offline, first);
    TreeSet<String> pythons = new TreeSet<>();
    List<String> problems = new ArrayList<>();
    for (ClusterShell.Answer answer : new ClusterShell(cluster).run(command, deadline)) {
      if (answer.succeeded()) {
        if (!answer.output().equals(NONE)) {
          pythons.add(answer.output());
        }
      } else if (answer.reached()) {
        problems.add(answer.host() + ": " + (answer.output() + " " + answer.errors()).strip());
      } else {
        LOG.warn("{} was not asked for its Python: it cannot be reached", answer.host());
      }
    }
    if (!problems.isEmpty()) {
      throw new MusterException(
          ErrorKind.INVALID,
          "Python will not do on "
              + problems.size()
              + " hosts of cluster "
              + cluster.name()
              + ":\n"
              + String.join("\n", problems),
          "mend it there, or name another one: --conf spark.pyspark.python=/path/to/python3");
    }
    if (pythons.size() != 1) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE,
          "the workers of cluster "
              + cluster.name()
              + (pythons.isEmpty() ? " cannot be reached" : " have Python at " + pythons),
          "muster cluster status " + cluster.name());
    }
    return pythons.first();
  }
}
