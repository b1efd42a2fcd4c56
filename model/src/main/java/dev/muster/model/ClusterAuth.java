package dev.muster.model;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the hosts of a cluster are reached; what is null or empty is taken from {@code
 * ~/.ssh/config}.
 *
 * @param user who logs in
 * @param key absolute path of a private key
 * @param port of SSH
 * @param proxyJump hosts that are gone through, first one first
 * @param agent whether the keys of the SSH agent are tried
 * @param knownHosts absolute path of a file of known hosts
 */
public record ClusterAuth(
    @Nullable String user,
    @Nullable Path key,
    @Nullable Integer port,
    List<HostAddress> proxyJump,
    boolean agent,
    @Nullable Path knownHosts) {

  /** All as the user's SSH configuration says. */
  public static final ClusterAuth DEFAULT =
      new ClusterAuth(null, null, null, List.of(), true, null);

  public ClusterAuth {
    proxyJump = List.copyOf(proxyJump);
  }
}
