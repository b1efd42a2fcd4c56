package dev.muster.cli.cluster;

import dev.muster.config.hosts.HostExpressions;
import dev.muster.model.ClusterAuth;
import dev.muster.model.HostAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who logs in, with which key, through which hosts. */
final class AuthOptions {

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Who logs in (default: what ~/.ssh/config says).")
  @Nullable String user;

  @Option(
      names = {"-i", "--key"},
      paramLabel = "FILE",
      description = "The private key (default: what ~/.ssh/config says, and the agent's).")
  @Nullable Path key;

  @Option(names = "--port", paramLabel = "N", description = "The port of SSH.")
  @Nullable Integer port;

  @Option(
      names = {"-J", "--jump"},
      paramLabel = "HOSTS",
      description = "Go through these hosts, the first one first.")
  List<String> jump = new ArrayList<>();

  @Option(
      names = "--known-hosts",
      paramLabel = "FILE",
      description = "The file of known hosts (default: ~/.ssh/known_hosts).")
  @Nullable Path knownHosts;

  /** These options over what a file says. */
  ClusterAuth over(ClusterAuth file, Path folder) {
    List<HostAddress> jumps =
        jump.isEmpty() ? file.proxyJump() : HostExpressions.parse("--jump", jump, folder);
    return new ClusterAuth(
        user == null ? file.user() : user,
        key == null ? file.key() : folder.resolve(key).normalize(),
        port == null ? file.port() : port,
        jumps,
        file.agent(),
        knownHosts == null ? file.knownHosts() : folder.resolve(knownHosts).normalize());
  }
}
