package dev.muster.core.cluster;

import dev.muster.core.Services;
import dev.muster.core.packaging.PackageScripts;
import dev.muster.model.Cluster;
import dev.muster.model.HostAddress;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.packaging.PackageRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A release of a package that every host of a cluster has, whole.
 *
 * @param ref its name and its release, which is known here
 * @param folder of the release, below the user's home of each host
 * @param python of its environment, a path on the hosts; null when it has none
 */
public record InstalledPackage(PackageRef ref, String folder, @Nullable String python) {

  private static final Duration QUICK = Duration.ofMinutes(2);
  private static final String AT_HOME = "cd -- \"$HOME\"\n";

  /** Paths are below the home, whatever folder a job works in. */
  private static final String START = "exec sh \"$HOME/$0\" \"$@\"";

  /**
   * Asks all hosts for it.
   *
   * @throws ProblemsException NOT_FOUND with what each host lacks
   */
  public static InstalledPackage require(
      Services services, Cluster cluster, PackageRef ref, Reach reach) {
    String above = PackageInstallation.folder(cluster, ref.name());
    String release = ref.release();
    OutputCollector output = new OutputCollector();
    try (ClusterHosts hosts =
        ClusterHosts.open(services, cluster, NodeSelection.ALL, reach, ClusterListener.NONE)) {
      List<HostResult> results =
          hosts
              .fleet()
              .exec(
                  hosts.addresses(),
                  RemoteCommand.script(
                      AT_HOME + PackageScripts.text("installed.sh"),
                      above,
                      release == null ? "" : release),
                  QUICK,
                  output);
      List<Problem> problems = new ArrayList<>();
      List<String> first = List.of();
      HostAddress firstHost = hosts.addresses().get(0);
      for (int i = 0; i < results.size(); i++) {
        HostResult result = results.get(i);
        List<String> said = output.out(i).lines().toList();
        if (!result.succeeded()) {
          problems.add(unasked(result, output.err(i)));
        } else if (said.isEmpty()) {
          problems.add(
              Problem.of(
                  result.host() + ": package " + ref + " is not installed",
                  "muster package install FILE --cluster " + cluster.name()));
        } else if (first.isEmpty()) {
          first = said;
          firstHost = result.host();
        } else if (!said.get(0).equals(first.get(0))) {
          problems.add(
              Problem.of(
                  result.host()
                      + " has "
                      + said.get(0)
                      + " of "
                      + ref
                      + " as current, "
                      + firstHost
                      + " "
                      + first.get(0),
                  "say which: " + ref.name() + "@" + first.get(0)));
        }
      }
      if (!problems.isEmpty()) {
        throw new ProblemsException(ErrorKind.NOT_FOUND, problems);
      }
      if (first.isEmpty()) {
        throw new MusterException(
            ErrorKind.NOT_FOUND, "cluster " + cluster.name() + " has no hosts", null);
      }
      return new InstalledPackage(
          new PackageRef(ref.name(), first.get(0)),
          above + "/" + first.get(0),
          first.size() > 1 ? first.get(1) : null);
    }
  }

  private static Problem unasked(HostResult result, String errors) {
    HostFailure failure = result.failure();
    return failure != null
        ? Problem.of(result.host() + ": " + failure.message(), failure.hint())
        : Problem.of(result.host() + " does not say what it has: " + errors.strip(), null);
  }

  /** The words that run one of its programs on a host: {@code launch.sh}, {@code with.sh}. */
  public List<String> program(String name) {
    return List.of("sh", "-c", START, folder + "/bin/" + name);
  }
}
