package dev.muster.fleet;

import dev.muster.model.HostAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one host is reached, all sources joined.
 *
 * @param name name or address that is connected to
 * @param port 22 unless told otherwise
 * @param user who logs in
 * @param keys files of private keys, in the order in which they are tried
 * @param keysOnly whether of the agent's keys only those are tried that are among the files
 * @param agent socket of the agent; null when it is not asked
 * @param knownHosts files of known hosts, the first is written to
 * @param keyAlias name by which the host's key is known instead of its own; null for its own
 * @param hashed whether names are hashed in what is written to the known hosts
 * @param jumps hosts that are gone through, first one first
 */
record HostSettings(
    String name,
    int port,
    String user,
    List<Path> keys,
    boolean keysOnly,
    @Nullable Path agent,
    List<Path> knownHosts,
    @Nullable String keyAlias,
    boolean hashed,
    List<HostAddress> jumps) {

  HostSettings {
    keys = List.copyOf(keys);
    knownHosts = List.copyOf(knownHosts);
    jumps = List.copyOf(jumps);
  }

  /** The name as it stands in a file of known hosts; as in OpenSSH an alias has no port. */
  String knownName() {
    if (keyAlias != null) {
      return keyAlias.toLowerCase(Locale.ROOT);
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return port == 22 ? lower : "[" + lower + "]:" + port;
  }
}
