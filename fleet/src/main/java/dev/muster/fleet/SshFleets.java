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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Opens fleets as a user of this machine: hosts over SSH, and this machine itself. */
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
    AtomicInteger number = new AtomicInteger();
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "fleet-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    if (access.local().isEmpty()) {
      return new TransportFleet(access, ssh(access, listener, threads), threads);
    }
    LocalMachine machine = LocalMachine.of(home, user, environment);
    Transport routed =
        new RoutedTransport(
            access.local(),
            new LocalTransport(machine, threads),
            () -> ssh(access, listener, threads));
    return new TransportFleet(access, routed, threads);
  }

  private Transport ssh(FleetAccess access, FleetListener listener, ExecutorService threads) {
    Path key = access.key();
    if (key != null && !Files.isReadable(key)) {
      throw new MusterException(
          ErrorKind.NOT_FOUND,
          "there is no key " + key,
          "put it back, or name another with --key; cluster kill --forget does without");
    }
    String socket = environment.get("SSH_AUTH_SOCK");
    HostResolver resolver =
        new HostResolver(
            access,
            config(access.sshConfig()),
            home,
            user,
            socket == null || socket.isEmpty() ? null : Path.of(socket));
    return new SshTransport(access, resolver, listener, environment, threads);
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
