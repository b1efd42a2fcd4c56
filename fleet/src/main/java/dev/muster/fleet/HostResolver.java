package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.HostFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Joins what says how a host is reached: the address itself, the cluster, the user's SSH
 * configuration, what OpenSSH does.
 */
final class HostResolver {

  private static final Path GLOBAL_KNOWN_HOSTS = Path.of("/etc/ssh/ssh_known_hosts");
  private static final List<String> DEFAULT_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

  private final FleetAccess access;
  private final SshConfig config;
  private final Path home;
  private final String localUser;
  private final @Nullable Path agentSocket;

  HostResolver(
      FleetAccess access,
      SshConfig config,
      Path home,
      String localUser,
      @Nullable Path agentSocket) {
    this.access = access;
    this.config = config;
    this.home = home;
    this.localUser = localUser;
    this.agentSocket = agentSocket;
  }

  /** How a host is reached. */
  HostSettings resolve(HostAddress host) throws HostFaultException {
    return resolve(host, false);
  }

  /**
   * How a host is reached that is gone through: the cluster's user and port are not meant for it.
   */
  HostSettings resolveJump(HostAddress host) throws HostFaultException {
    return resolve(host, true);
  }

  private HostSettings resolve(HostAddress host, boolean jump) throws HostFaultException {
    String alias = host.host();
    String user =
        first(
            host.user(),
            jump ? null : access.user(),
            config.find(alias, "user").orElse(null),
            access.user(),
            localUser);
    int port = port(host, jump);
    String name =
        config.find(alias, "hostname").map(value -> expand(value, alias, port, user)).orElse(alias);
    List<Path> keys = keys(alias, name, port, user);
    return new HostSettings(
        name,
        port,
        user,
        keys,
        isYes(alias, "identitiesonly"),
        agent(alias),
        knownHosts(alias, name, port, user),
        config.find(alias, "hostkeyalias").orElse(null),
        isYes(alias, "hashknownhosts"),
        jumps(alias, jump));
  }

  private int port(HostAddress host, boolean jump) throws HostFaultException {
    Integer own = host.port();
    if (own != null) {
      return own;
    }
    Integer all = access.port();
    if (all != null && !jump) {
      return all;
    }
    String text = config.find(host.host(), "port").orElse("22");
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port < 65536) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new HostFaultException(
        HostFailure.Kind.UNREACHABLE,
        "the SSH configuration gives it port " + text,
        "give a port from 1 to 65535");
  }

  private List<Path> keys(String alias, String name, int port, String user) {
    Path key = access.key();
    if (key != null) {
      return List.of(key);
    }
    List<String> files = config.all(alias, "identityfile");
    if (!files.isEmpty()) {
      return files.stream()
          .filter(file -> !file.equalsIgnoreCase("none"))
          .map(file -> file(expand(file, name, port, user)))
          .toList();
    }
    return DEFAULT_KEYS.stream()
        .map(file -> home.resolve(".ssh").resolve(file))
        .filter(Files::exists)
        .toList();
  }

  private @Nullable Path agent(String alias) {
    if (!access.agent()) {
      return null;
    }
    String named = config.find(alias, "identityagent").orElse("SSH_AUTH_SOCK");
    if (named.equalsIgnoreCase("none")) {
      return null;
    }
    return named.equals("SSH_AUTH_SOCK") || named.startsWith("$") ? agentSocket : file(named);
  }

  private List<Path> knownHosts(String alias, String name, int port, String user) {
    Path given = access.knownHosts();
    if (given != null) {
      return List.of(given);
    }
    List<Path> files = new ArrayList<>();
    for (String file : config.words(alias, "userknownhostsfile")) {
      if (!file.equalsIgnoreCase("none")) {
        files.add(file(expand(file, name, port, user)));
      }
    }
    if (files.isEmpty()) {
      files.add(home.resolve(".ssh/known_hosts"));
      files.add(home.resolve(".ssh/known_hosts2"));
    }
    List<String> global = config.words(alias, "globalknownhostsfile");
    if (global.isEmpty()) {
      files.add(GLOBAL_KNOWN_HOSTS);
    } else {
      global.stream().map(this::file).forEach(files::add);
    }
    return files;
  }

  private List<HostAddress> jumps(String alias, boolean jump) throws HostFaultException {
    if (!jump && !access.proxyJump().isEmpty()) {
      return access.proxyJump();
    }
    String value = config.find(alias, "proxyjump").orElse("none");
    if (value.equalsIgnoreCase("none")) {
      String command = config.find(alias, "proxycommand").orElse("none");
      if (!command.equalsIgnoreCase("none")) {
        throw new HostFaultException(
            HostFailure.Kind.UNREACHABLE,
            "the SSH configuration gives it a ProxyCommand, which Muster does not run",
            "write it as ProxyJump");
      }
      return List.of();
    }
    List<HostAddress> jumps = new ArrayList<>();
    for (String hop : value.split(",", -1)) {
      jumps.add(hop(hop.strip()));
    }
    return jumps;
  }

  // [user@]host[:port], or the same behind ssh://
  private static HostAddress hop(String text) throws HostFaultException {
    String rest = text.toLowerCase(Locale.ROOT).startsWith("ssh://") ? text.substring(6) : text;
    try {
      int at = rest.lastIndexOf('@');
      String user = at < 0 ? null : rest.substring(0, at);
      String place = rest.substring(at + 1);
      int bracket = place.indexOf(']');
      int colon = place.lastIndexOf(':');
      boolean hasPort = bracket >= 0 ? colon > bracket : colon >= 0 && place.indexOf(':') == colon;
      String host = hasPort ? place.substring(0, colon) : place;
      Integer port = hasPort ? Integer.valueOf(place.substring(colon + 1)) : null;
      return new HostAddress(user, host.replaceAll("[\\[\\]]", ""), port);
    } catch (IllegalArgumentException e) {
      throw new HostFaultException(
          HostFailure.Kind.UNREACHABLE,
          "the SSH configuration gives it a ProxyJump that is no host: " + text,
          "write it as user@host:port");
    }
  }

  private boolean isYes(String alias, String key) {
    return config.find(alias, key).map(value -> value.equalsIgnoreCase("yes")).orElse(false);
  }

  // Those of ssh_config(5) that need nothing else.
  private String expand(String text, String host, int port, String user) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    boolean percent = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (percent) {
        out.append(
            switch (c) {
              case 'h', 'n' -> host;
              case 'p' -> Integer.toString(port);
              case 'r' -> user;
              case 'u' -> localUser;
              case 'd' -> home.toString();
              case '%' -> "%";
              default -> "%" + c;
            });
        percent = false;
      } else if (c == '%') {
        percent = true;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private Path file(String text) {
    return text.startsWith("~/") ? home.resolve(text.substring(2)) : home.resolve(text);
  }

  private static String first(@Nullable String... values) {
    return Stream.of(values)
        .filter(value -> value != null && !value.isEmpty())
        .findFirst()
        .orElse("root");
  }
}
