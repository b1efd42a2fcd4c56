package dev.muster.config.cluster;

import dev.muster.config.hosts.HostExpressions;
import dev.muster.config.schema.Located;
import dev.muster.config.schema.Option;
import dev.muster.config.schema.Section;
import dev.muster.config.text.Problems;
import dev.muster.model.HostAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hosts of a cluster and which of them is HEAD. */
final class ClusterHosts {

  private final HostExpressions expressions;
  private final Problems problems;
  private List<HostAddress> hosts = List.of();
  private @Nullable HostAddress head;

  /**
   * @param folder which files of hosts are relative to
   * @param problems where what is wrong is noted
   */
  ClusterHosts(Path folder, Problems problems) {
    this.expressions = new HostExpressions(folder);
    this.problems = problems;
  }

  /** The hosts in order; empty before they are read. */
  List<HostAddress> hosts() {
    return hosts;
  }

  /** The one that is HEAD; null before it is read. */
  @Nullable HostAddress head() {
    return head;
  }

  /** Notes keys that a cluster of this machine does not have. */
  void refuse(Section file) {
    for (Option<?> option :
        List.of(
            ClusterOptions.HOSTS,
            ClusterOptions.HEAD,
            ClusterOptions.HEAD_IP,
            ClusterOptions.WORKER_IPS)) {
      if (file.has(option)) {
        problems.add(
            file.line(option),
            option.key() + ": provider local is this machine and has no hosts",
            "remove the key, or write  provider: ssh");
      }
    }
  }

  /** Reads {@code hosts} and {@code head}, or {@code head_ip} and {@code worker_ips}. */
  void read(Section file) {
    boolean byIp = file.has(ClusterOptions.HEAD_IP) || file.has(ClusterOptions.WORKER_IPS);
    if (byIp && (file.has(ClusterOptions.HOSTS) || file.has(ClusterOptions.HEAD))) {
      problems.add(
          file.line(
              file.has(ClusterOptions.HEAD_IP)
                  ? ClusterOptions.HEAD_IP
                  : ClusterOptions.WORKER_IPS),
          "hosts and head exclude head_ip and worker_ips",
          "keep one of the pairs");
    } else if (byIp) {
      readByIp(file, ClusterOptions.HEAD_IP, ClusterOptions.WORKER_IPS);
    } else {
      readList(file);
    }
  }

  /** Reads the head and the other hosts from keys of their own. */
  void readByIp(Section file, Option<Located> headIp, Option<List<Located>> workerIps) {
    int before = problems.size();
    Optional<HostAddress> first =
        file.find(headIp).flatMap(text -> HostExpressions.one(file.name(headIp), text, problems));
    if (!file.has(headIp) && problems.size() == before) {
      problems.add(
          file.line(headIp),
          "the key " + file.name(headIp) + " is missing",
          "for instance  head_ip: 10.77.0.11");
    }
    if (first.isPresent()) {
      expressions.add(file.name(headIp), file.find(headIp).orElseThrow(), problems);
    }
    addAll(file.name(workerIps), file.find(workerIps).orElse(List.of()));
    hosts = expressions.hosts();
    head = first.orElse(null);
  }

  private void readList(Section file) {
    int line = file.line(ClusterOptions.HOSTS);
    int before = problems.size();
    List<Located> texts = file.find(ClusterOptions.HOSTS).orElse(List.of());
    addAll(ClusterOptions.HOSTS.key(), texts);
    hosts = expressions.hosts();
    if (hosts.isEmpty() && problems.size() == before) {
      problems.add(
          line,
          file.has(ClusterOptions.HOSTS) ? "hosts: the list is empty" : "the key hosts is missing",
          "for instance  hosts: [\"node[01-10]\"]");
    }
    head = hosts.isEmpty() ? null : hosts.get(0);
    file.find(ClusterOptions.HEAD).ifPresent(this::choose);
  }

  private void choose(Located text) {
    Optional<HostAddress> wanted = HostExpressions.one("head", text, problems);
    if (wanted.isEmpty() || hosts.isEmpty()) {
      return;
    }
    Optional<HostAddress> chosen =
        hosts.stream()
            .filter(host -> host.machine().equals(wanted.get().machine()))
            .findFirst()
            .or(() -> onlyOneOf(wanted.get()));
    if (chosen.isEmpty()) {
      problems.add(
          text.line(),
          "head: " + wanted.get() + " is none of the hosts",
          "for instance  head: " + hosts.get(0));
    }
    head = chosen.orElse(head);
  }

  /** A head that says no port means the host of that name, if there is but one. */
  private Optional<HostAddress> onlyOneOf(HostAddress wanted) {
    List<HostAddress> same =
        hosts.stream()
            .filter(host -> wanted.port() == null)
            .filter(host -> wanted.orPort(host.port()).machine().equals(host.machine()))
            .toList();
    return same.size() == 1 ? Optional.of(same.get(0)) : Optional.empty();
  }

  private void addAll(String key, List<Located> texts) {
    for (int i = 0; i < texts.size(); i++) {
      String name = texts.size() == 1 ? key : key + "[" + i + "]";
      expressions.add(name, texts.get(i), problems);
    }
  }
}
