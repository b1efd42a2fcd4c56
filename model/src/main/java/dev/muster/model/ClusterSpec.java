package dev.muster.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants a cluster to be; holds no secret.
 *
 * @param name its name
 * @param provider where its nodes come from: {@code ssh} or {@code local}
 * @param hosts its hosts in order, none twice; empty for {@code local}
 * @param head the one of them that is HEAD; null for {@code local}
 * @param auth how they are reached
 * @param services to be deployed by {@code muster cluster deploy} when it names none
 * @param setup the user's own commands
 * @param mounts files to be put on each host
 * @param environment of setup commands and services; plain values
 * @param ray keys of a Ray cluster file that belong to Ray or Docker, kept as they stand: name to
 *     JSON value; empty when there are none
 */
public record ClusterSpec(
    ClusterName name,
    String provider,
    List<HostAddress> hosts,
    @Nullable HostAddress head,
    ClusterAuth auth,
    List<String> services,
    Setup setup,
    List<FileMount> mounts,
    Map<String, String> environment,
    Map<String, Object> ray) {

  /** Nodes that a cluster may have. */
  public static final int MOST_HOSTS = 100_000;

  public ClusterSpec {
    hosts = List.copyOf(hosts);
    services = List.copyOf(services);
    mounts = List.copyOf(mounts);
    environment = Map.copyOf(environment);
    ray = Map.copyOf(ray);
  }

  /** For logs: names of environment variables only, no values; no commands. */
  @Override
  public String toString() {
    return "ClusterSpec["
        + name
        + ", "
        + provider
        + ", "
        + hosts.size()
        + " hosts, head "
        + head
        + ", services "
        + services
        + ", "
        + mounts.size()
        + " mounts, environment "
        + new TreeSet<>(environment.keySet())
        + ", ray "
        + new TreeSet<>(ray.keySet())
        + "]";
  }

  /**
   * Lines of shell, the user's own, run as they stand by {@code sh}, each list one script.
   *
   * @param all on every node, first
   * @param head on the head, after them
   * @param worker on the workers, after them
   */
  public record Setup(List<String> all, List<String> head, List<String> worker) {

    /** No commands. */
    public static final Setup NONE = new Setup(List.of(), List.of(), List.of());

    public Setup {
      all = List.copyOf(all);
      head = List.copyOf(head);
      worker = List.copyOf(worker);
    }
  }

  /**
   * A file or folder to be put on each host.
   *
   * @param remote path there; a relative one starts at the user's home; no line break
   * @param local absolute path here
   * @param excludes patterns of what is left out, as rsync and git write them
   */
  public record FileMount(String remote, Path local, List<String> excludes) {
    public FileMount {
      excludes = List.copyOf(excludes);
    }
  }
}
