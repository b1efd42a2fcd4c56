package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.ShellWords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.sshd.client.channel.ChannelExec;

/**
 * Starts programs on hosts that get or give many bytes: through the system's OpenSSH where there is
 * one, which takes half of the time per byte, else over a connection of this process.
 */
final class RemoteProcesses {

  private static final String MARK = "muster:";
  private static final int GREETINGS = 200;
  // A program comes as the first bytes of its input, after its length; it leaves no file.
  private static final String PYTHON =
      """
      import sys
      try:
          import fcntl, hashlib, socket, struct, threading
      except ImportError:
          print("muster:none")
      else:
          print("muster:python", flush=True)
          i = sys.stdin.buffer
          n = int(i.readline())
          exec(compile(i.read(n), "muster", "exec"))
      """;
  private static final String START =
      "command -v python3 >/dev/null 2>&1 && exec python3 -I -c \"$1\"; echo muster:none";

  /** Says what there is behind the mark, then is the program that comes on its input. */
  static final List<String> STARTER = List.of("sh", "-c", START, "sh", PYTHON);

  private final Connections connections;
  private final HostResolver resolver;
  private final Optional<SystemSsh> system;
  private final Executor threads;
  private final Duration timeout;

  /**
   * @param timeout until a host answers
   */
  RemoteProcesses(
      Connections connections,
      HostResolver resolver,
      Optional<SystemSsh> system,
      Executor threads,
      Duration timeout) {
    this.connections = connections;
    this.resolver = resolver;
    this.system = system;
    this.threads = threads;
    this.timeout = timeout;
  }

  /**
   * Starts a Python program of ours.
   *
   * @param many whether many bytes are to come
   * @return empty when the host has no Python 3
   */
  Optional<RemoteProcess> python(HostAddress host, String program, boolean many, Deadline deadline)
      throws HostFaultException, InterruptedException {
    String command = "exec " + ShellWords.quote(STARTER);
    try {
      if (isForSystem(host, many)) {
        long start = System.nanoTime();
        RemoteProcess process = openSsh(host, command);
        String answer = answer(process);
        if (answer != null) {
          return begin(process, answer, program);
        }
        process.end();
        if (System.nanoTime() - start >= timeout.toNanos()) {
          throw new HostFaultException(
              HostFailure.Kind.UNREACHABLE,
              "no answer within " + Spans.text(timeout),
              "see that it runs and that its address and port are right");
        }
        // Whatever else ssh did not like, our own connection says better, or does not mind.
      }
      RemoteProcess process = mina(host, command, deadline);
      String answer = answer(process);
      if (answer == null) {
        String errors = process.errors();
        process.end();
        throw new HostFaultException(
            Faults.disconnected(errors.isEmpty() ? "its shell did not start" : errors));
      }
      return begin(process, answer, program);
    } catch (IOException e) {
      throw new HostFaultException(Faults.disconnected(Faults.text(e)));
    }
  }

  /** Sends the program, when there is what runs it. */
  static Optional<RemoteProcess> begin(RemoteProcess process, String answer, String program)
      throws IOException {
    if (!answer.equals("python")) {
      process.end();
      return Optional.empty();
    }
    byte[] code = program.getBytes(StandardCharsets.UTF_8);
    process.in().write((code.length + "\n").getBytes(StandardCharsets.US_ASCII));
    process.in().write(code);
    process.in().flush();
    return Optional.of(process);
  }

  /** The name or address by which a host without a jump host is connected. */
  Optional<String> address(HostAddress host) {
    try {
      HostSettings settings = resolver.resolve(host);
      return settings.jumps().isEmpty()
          ? Optional.of(Connections.addresses(settings).get(0).getAddress().getHostAddress())
          : Optional.of(settings.name());
    } catch (HostFaultException e) {
      return Optional.empty();
    }
  }

  private boolean isForSystem(HostAddress host, boolean many) throws HostFaultException {
    if (system.isEmpty() || (!many && connections.has(host))) {
      return false;
    }
    HostSettings settings = resolver.resolve(host);
    // Of a host that is not known our own connection says so, or accepts it.
    return !KnownHosts.types(settings.knownHosts(), settings.knownName()).isEmpty();
  }

  /** What stands behind the mark; before it may be greetings of the user's shell. */
  static @org.jspecify.annotations.Nullable String answer(RemoteProcess process)
      throws IOException {
    for (int i = 0; i < GREETINGS; i++) {
      String line = line(process.out());
      if (line == null) {
        return null;
      }
      if (line.startsWith(MARK)) {
        return line.substring(MARK.length());
      }
    }
    return null;
  }

  /** A line without its end; null at the end of the stream. */
  static @org.jspecify.annotations.Nullable String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      if (line.size() > 1 << 16) {
        throw new IOException("a line without end");
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private RemoteProcess openSsh(HostAddress host, String command)
      throws IOException, HostFaultException {
    SystemSsh ssh = system.orElseThrow();
    List<String> options = new ArrayList<>(List.of("-T", "-e", "none", "-o", "BatchMode=yes"));
    options.addAll(SystemSsh.CHEAP);
    Process process = ssh.process(host, options, command).start();
    return OwnProcess.of(process, threads);
  }

  private RemoteProcess mina(HostAddress host, String command, Deadline deadline)
      throws HostFaultException, InterruptedException {
    ChannelExec channel = null;
    try {
      channel =
          connections
              .session(host, deadline)
              .createExecChannel(command.getBytes(StandardCharsets.UTF_8), null, Map.of());
      channel.open().verify(deadline.millis());
      return new OfMina(channel, new Tail(channel.getInvertedErr(), threads));
    } catch (InterruptedIOException e) {
      InterruptedException interrupted = new InterruptedException();
      interrupted.initCause(e);
      throw interrupted;
    } catch (IOException e) {
      if (channel != null) {
        channel.close(true);
      }
      throw new HostFaultException(
          deadline.isOver()
              ? new HostFailure(
                  HostFailure.Kind.TIMEOUT, "it did not start within " + deadline, null)
              : Faults.disconnected(Faults.text(e)));
    }
  }

  private record OfMina(ChannelExec channel, Tail tail) implements RemoteProcess {
    @Override
    public OutputStream in() {
      return channel.getInvertedIn();
    }

    @Override
    public InputStream out() {
      return channel.getInvertedOut();
    }

    @Override
    public String errors() {
      return tail.toString();
    }

    @Override
    public void end() {
      channel.close(true);
    }
  }
}
