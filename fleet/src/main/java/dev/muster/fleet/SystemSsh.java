package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.FleetAccess;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The system's OpenSSH, told by a configuration of its own to use the same names, keys, known hosts
 * and jump hosts as the connections of this process.
 */
final class SystemSsh implements AutoCloseable {

  /**
   * What makes logins and bytes cheap: those ciphers first that processors know, and no key
   * exchange with sntrup761, which takes ten times the time of all the rest of a login.
   */
  static final List<String> CHEAP =
      List.of(
          "-o",
          "KexAlgorithms=curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,"
              + "ecdh-sha2-nistp384,ecdh-sha2-nistp521,diffie-hellman-group-exchange-sha256,"
              + "diffie-hellman-group14-sha256",
          "-o",
          "Ciphers=aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes256-ctr,"
              + "chacha20-poly1305@openssh.com");

  private final Path program;
  private final FleetAccess access;
  private final HostResolver resolver;
  private final Map<String, String> environment;
  private final Map<HostAddress, String> names = new HashMap<>();
  private @Nullable Path config;

  private SystemSsh(
      Path program, FleetAccess access, HostResolver resolver, Map<String, String> environment) {
    this.program = program;
    this.access = access;
    this.resolver = resolver;
    this.environment = environment;
  }

  /** The one on PATH, when there is one. */
  static Optional<SystemSsh> find(
      FleetAccess access, HostResolver resolver, Map<String, String> environment) {
    String path = environment.getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "ssh"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new SystemSsh(program, access, resolver, environment));
  }

  /**
   * A process of it, not started.
   *
   * @param options for instance {@code -t}
   * @param command text for the user's shell on the host; null for a login shell
   */
  ProcessBuilder process(HostAddress host, List<String> options, @Nullable String command)
      throws IOException, HostFaultException {
    List<String> argv = new ArrayList<>(List.of(program.toString()));
    argv.addAll(options);
    argv.add("-F");
    String name = name(host);
    argv.add(String.valueOf(config));
    argv.add(name);
    if (command != null) {
      argv.add(command);
    }
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  // The name of a host in our configuration, where it is written when it is first needed.
  private synchronized String name(HostAddress host) throws IOException, HostFaultException {
    String known = names.get(host);
    if (known != null) {
      return known;
    }
    HostSettings settings = resolver.resolve(host);
    String jump = null;
    for (HostAddress hop : settings.jumps()) {
      jump = entry(resolver.resolveJump(hop), jump);
    }
    String name = entry(settings, jump);
    names.put(host, name);
    return name;
  }

  private String entry(HostSettings settings, @Nullable String jump) throws IOException {
    Path file = config;
    if (file == null) {
      // Readable by this user alone.
      file = Files.createTempFile("muster-ssh-", ".config");
      config = file;
      write(file, common());
    }
    String name = "muster" + Files.size(file);
    StringBuilder text = new StringBuilder("Host ").append(name).append('\n');
    line(text, "HostName", settings.name());
    line(text, "Port", Integer.toString(settings.port()));
    line(text, "User", settings.user());
    settings.keys().forEach(key -> line(text, "IdentityFile", quoted(key)));
    if (settings.keys().isEmpty()) {
      line(text, "IdentityFile", "none");
    }
    boolean only = settings.keysOnly() || access.key() != null;
    line(text, "IdentitiesOnly", only ? "yes" : "no");
    Path agent = settings.agent();
    line(text, "IdentityAgent", agent == null ? "none" : quoted(agent));
    StringBuilder known = new StringBuilder();
    settings.knownHosts().forEach(one -> known.append(quoted(one)).append(' '));
    line(text, "UserKnownHostsFile", known.toString().strip());
    if (settings.keyAlias() != null) {
      line(text, "HostKeyAlias", settings.keyAlias());
    }
    line(text, "ProxyJump", jump == null ? "none" : jump);
    write(file, text.toString());
    return name;
  }

  private String common() {
    StringBuilder text = new StringBuilder("Host *\n");
    line(text, "GlobalKnownHostsFile", "/dev/null");
    line(text, "StrictHostKeyChecking", "yes");
    line(text, "UpdateHostKeys", "no");
    line(text, "PreferredAuthentications", "publickey");
    line(text, "ConnectTimeout", Long.toString(Math.max(1, access.connectTimeout().toSeconds())));
    line(text, "ServerAliveInterval", Long.toString(Math.max(1, access.keepAlive().toSeconds())));
    line(text, "ServerAliveCountMax", "3");
    line(text, "ForwardAgent", "no");
    line(text, "ForwardX11", "no");
    line(text, "LogLevel", "ERROR");
    return text.toString();
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append("  ").append(key).append(' ').append(value).append('\n');
  }

  // Percent signs begin tokens there.
  private static String quoted(Path path) {
    return '"' + path.toAbsolutePath().toString().replace("%", "%%") + '"';
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
  }

  @Override
  public synchronized void close() {
    if (config != null) {
      try {
        Files.deleteIfExists(config);
      } catch (IOException e) {
        // It holds no secret.
      }
      config = null;
      names.clear();
    }
  }
}
