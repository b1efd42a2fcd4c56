package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.ShellWords;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.client.channel.ChannelSession;
import org.apache.sshd.client.channel.PtyCapableChannelSession;
import org.apache.sshd.client.session.ClientSession;

/** Gives the user's terminal to a host. */
final class Shells {

  private final Connections connections;
  private final HostResolver resolver;
  private final Optional<SystemSsh> system;
  private final Duration timeout;

  Shells(
      Connections connections,
      HostResolver resolver,
      Optional<SystemSsh> system,
      Duration timeout) {
    this.connections = connections;
    this.resolver = resolver;
    this.system = system;
    this.timeout = timeout;
  }

  int run(HostAddress host, List<String> argv) throws InterruptedException {
    try {
      HostSettings settings = resolver.resolve(host);
      boolean known = !KnownHosts.types(settings.knownHosts(), settings.knownName()).isEmpty();
      if (system.isEmpty() || !known) {
        // Connecting says what is wrong with the host's key, or accepts it.
        ClientSession session = connections.session(host, Deadline.in(timeout.multipliedBy(2)));
        if (system.isEmpty()) {
          return mina(session, argv);
        }
      }
      return ssh(system.orElseThrow(), host, argv);
    } catch (HostFaultException e) {
      throw e.failure().toException(host.toString());
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE, host + ": no shell: " + Faults.text(e), null, e);
    }
  }

  private static int ssh(SystemSsh system, HostAddress host, List<String> argv)
      throws IOException, HostFaultException, InterruptedException {
    List<String> options = argv.isEmpty() ? List.of() : List.of("-t");
    String command = argv.isEmpty() ? null : ShellWords.quote(argv);
    Process process = system.process(host, options, command).inheritIO().start();
    try {
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }

  // The terminal stays in the mode it has: lines are sent when they are whole.
  private static int mina(ClientSession session, List<String> argv)
      throws IOException, InterruptedException {
    ChannelSession channel =
        argv.isEmpty()
            ? session.createShellChannel()
            : session.createExecChannel(
                ShellWords.quote(argv).getBytes(StandardCharsets.UTF_8), null, Map.of());
    if (channel instanceof PtyCapableChannelSession terminal) {
      terminal.setUsePty(argv.isEmpty());
    }
    CountDownLatch end = new CountDownLatch(1);
    channel.setIn(new FileInputStream(FileDescriptor.in));
    channel.setOut(new FileOutputStream(FileDescriptor.out));
    channel.setErr(new FileOutputStream(FileDescriptor.err));
    channel.addCloseFutureListener(future -> end.countDown());
    try {
      channel.open().verify();
      end.await();
      Integer status = channel.getExitStatus();
      return status == null ? 255 : status;
    } finally {
      channel.close(true);
    }
  }
}
