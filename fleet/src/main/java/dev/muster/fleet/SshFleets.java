package dev.muster.fleet;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.FleetFactory;
import dev.muster.spi.fleet.FleetListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens fleets as a user of this machine. */
public final class SshFleets implements FleetFactory {

  private final Path home;
  private final String user;
  private final Map<String, String> environment;

  /**
   * @param home the user's; {@code .ssh} is in it
   * @param user the user's name here
   * @param environment of it PATH and SSH_AUTH_SOCK are read; the system's ssh gets it whole
   */
  public SshFleets(Path home, String user, Map<String, String> environment) {
    this.home = home;
    this.user = user;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Fleet open(FleetAccess access, FleetListener listener) {
    Path key = access.key();
    if (key != null && !Files.isReadable(key)) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "there is no key " + key, "name the private key with --key");
    }
    String socket = environment.get("SSH_AUTH_SOCK");
    HostResolver resolver =
        new HostResolver(
            access,
            config(access.sshConfig()),
            home,
            user,
            socket == null || socket.isEmpty() ? null : Path.of(socket));
    return new SshFleet(access, resolver, listener, environment);
  }

  private SshConfig config(@Nullable Path given) {
    if (given != null) {
      return given.equals(Path.of("/dev/null"))
          ? SshConfig.EMPTY
          : SshConfigReader.read(given, home);
    }
    Path own = home.resolve(".ssh/config");
    return Files.exists(own) ? SshConfigReader.read(own, home) : SshConfig.EMPTY;
  }
}
