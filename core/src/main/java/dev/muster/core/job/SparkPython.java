package dev.muster.core.job;

import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterHosts;
import dev.muster.core.cluster.ClusterListener;
import dev.muster.core.cluster.NodeSelection;
import dev.muster.core.cluster.Reach;
import dev.muster.model.Cluster;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.fleet.RemoteCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks all hosts of a cluster whether they run Python applications of its Spark. */
final class SparkPython {

  private static final Duration QUICK = Duration.ofMinutes(1);
  private static final String GOOD = "python ";

  private SparkPython() {}

  /**
   * Asks them; driver and executors need the same version.
   *
   * @param python the interpreter, empty for the hosts' usual one
   * @throws ProblemsException UNAVAILABLE with what each host lacks
   */
  static void require(Services services, Cluster cluster, Reach reach, String python) {
    String script = ".muster/clusters/" + cluster.name() + "/services/spark/python.sh";
    OutputCollector output = new OutputCollector();
    List<Problem> problems = new ArrayList<>();
    try (ClusterHosts hosts =
        ClusterHosts.open(services, cluster, NodeSelection.ALL, reach, ClusterListener.NONE)) {
      List<HostResult> results =
          hosts
              .fleet()
              .exec(
                  hosts.addresses(),
                  RemoteCommand.script("exec sh \"$HOME/$1\" \"$2\"", script, python),
                  QUICK,
                  output);
      String first = "";
      String firstHost = "";
      for (int i = 0; i < results.size(); i++) {
        HostResult result = results.get(i);
        String said = output.out(i).strip();
        if (!result.succeeded() || !said.startsWith(GOOD)) {
          problems.add(problem(cluster, result, said, output.err(i).strip()));
        } else if (first.isEmpty()) {
          first = said;
          firstHost = result.host().toString();
        } else if (!said.equals(first)) {
          problems.add(
              Problem.of(
                  result.host() + ": it has " + said + ", " + firstHost + " " + first,
                  "name one that all have: --conf spark.pyspark.python=/path/on/the/hosts"));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.UNAVAILABLE, problems);
    }
  }

  private static Problem problem(Cluster cluster, HostResult result, String said, String err) {
    HostFailure failure = result.failure();
    if (failure != null) {
      return Problem.of(result.host() + ": " + failure.message(), failure.hint());
    }
    if (said.isEmpty()) {
      return Problem.of(
          result.host() + ": it does not say whether it has Python: " + err,
          "muster cluster deploy " + cluster.name() + " spark");
    }
    int line = said.indexOf('\n');
    return line < 0
        ? Problem.of(result.host() + ": " + said, null)
        : Problem.of(
            result.host() + ": " + said.substring(0, line), said.substring(line + 1).strip());
  }
}
