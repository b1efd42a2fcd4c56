package dev.muster.fleet;

import dev.muster.fleet.Transport.Position;
import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteInput;
import dev.muster.spi.fleet.RemoteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.PtyChannelConfiguration;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Runs one command on one host. */
final class ExecRun {

  // Signals by the names that RFC 4254 gives them, as numbers of Linux.
  private static final Map<String, Integer> SIGNALS =
      Map.ofEntries(
          Map.entry("HUP", 1),
          Map.entry("INT", 2),
          Map.entry("QUIT", 3),
          Map.entry("ILL", 4),
          Map.entry("TRAP", 5),
          Map.entry("ABRT", 6),
          Map.entry("FPE", 8),
          Map.entry("KILL", 9),
          Map.entry("USR1", 10),
          Map.entry("SEGV", 11),
          Map.entry("USR2", 12),
          Map.entry("PIPE", 13),
          Map.entry("ALRM", 14),
          Map.entry("TERM", 15));
  private static final int SIGNALLED = 128;
  private static final Duration LAST_WORDS = Duration.ofMillis(500);
  // Two seconds of TERM, and the way there and back.
  private static final Duration GRACE = Duration.ofSeconds(4);

  private final Connections connections;
  private final Executor pumps;
  private final AtomicLong commands = new AtomicLong();
  private final String prefix = Long.toHexString(new SecureRandom().nextLong()) + "x";

  /**
   * @param pumps threads that read what commands get to read
   */
  ExecRun(Connections connections, Executor pumps) {
    this.connections = connections;
    this.pumps = pumps;
  }

  /** Runs it; tells the listener of the end too. */
  HostResult run(Position at, RemoteCommand command, Deadline deadline, ExecListener listener) {
    HostResult result = result(at, command, deadline, listener);
    listener.ended(at.host0(), at.command(), result);
    return result;
  }

  private HostResult result(
      Position at, RemoteCommand command, Deadline deadline, ExecListener listener) {
    long start = System.nanoTime();
    Integer code = null;
    HostFailure failure = null;
    try {
      code = execute(at, command, deadline, listener);
    } catch (HostFaultException e) {
      failure = e.failure();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = Faults.cancelled();
    }
    return new HostResult(at.host(), code, failure, Duration.ofNanos(System.nanoTime() - start));
  }

  private int execute(Position at, RemoteCommand command, Deadline deadline, ExecListener listener)
      throws HostFaultException, InterruptedException {
    String token = prefix + commands.incrementAndGet() + "z";
    CommandText text = CommandText.of(command, token);
    ClientSession session = connections.session(at.host(), deadline);
    ChannelExec channel;
    try {
      channel = open(session, text, command.terminal(), at, deadline, listener);
    } catch (HostFaultException e) {
      if (e.failure().kind() != HostFailure.Kind.DISCONNECTED) {
        throw e;
      }
      // A kept connection had died without a word. Nothing has run.
      session.close(true);
      channel =
          open(
              connections.session(at.host(), deadline),
              text,
              command.terminal(),
              at,
              deadline,
              listener);
    }
    CompletableFuture<Void> end = new CompletableFuture<>();
    channel.addCloseFutureListener(future -> end.complete(null));
    feed(channel, text, command.input(), at.host());
    return await(channel, end, deadline, token);
  }

  private static ChannelExec open(
      ClientSession session,
      CommandText text,
      RemoteCommand.@Nullable Terminal terminal,
      Position at,
      Deadline deadline,
      ExecListener listener)
      throws HostFaultException, InterruptedException {
    ChannelExec channel;
    try {
      channel =
          session.createExecChannel(
              text.line().getBytes(StandardCharsets.UTF_8), pty(terminal), Map.of());
    } catch (IOException | RuntimeException e) {
      throw new HostFaultException(Faults.disconnected(Faults.text(e)));
    }
    try {
      channel.setUsePty(terminal != null);
      channel.setOut(new Heard(at, RemoteStream.OUT, listener));
      channel.setErr(new Heard(at, RemoteStream.ERR, listener));
      channel.open().verify(deadline.millis());
      return channel;
    } catch (InterruptedIOException e) {
      channel.close(true);
      InterruptedException interrupted = new InterruptedException();
      interrupted.initCause(e);
      throw interrupted;
    } catch (IOException | RuntimeException e) {
      channel.close(true);
      if (deadline.isOver()) {
        throw new HostFaultException(
            HostFailure.Kind.TIMEOUT, "the command did not start within " + deadline, null);
      }
      throw new HostFaultException(Faults.disconnected(Faults.text(e)));
    }
  }

  private static @Nullable PtyChannelConfiguration pty(RemoteCommand.@Nullable Terminal terminal) {
    if (terminal == null) {
      return null;
    }
    PtyChannelConfiguration pty = new PtyChannelConfiguration();
    pty.setPtyType(terminal.type());
    pty.setPtyColumns(terminal.columns());
    pty.setPtyLines(terminal.rows());
    return pty;
  }

  private void feed(ChannelExec channel, CommandText text, RemoteInput input, HostAddress host) {
    if (input == RemoteInput.NONE && text.head().isEmpty()) {
      try {
        channel.getInvertedIn().close();
      } catch (IOException e) {
        // It ended before it read anything.
      }
      return;
    }
    pumps.execute(
        () -> {
          try (OutputStream to = channel.getInvertedIn();
              InputStream from = input.open(host)) {
            to.write(text.head().getBytes(StandardCharsets.UTF_8));
            to.flush();
            byte[] buffer = new byte[32 << 10];
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
              to.write(buffer, 0, read);
              // What a user types must not wait for more.
              to.flush();
            }
          } catch (IOException | RuntimeException e) {
            // The command ended before it had read all, as it may.
          }
        });
  }

  private int await(
      ChannelExec channel, CompletableFuture<Void> end, Deadline deadline, String token)
      throws HostFaultException, InterruptedException {
    try {
      end.get(deadline.millis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      terminate(channel, end, token);
      throw new HostFaultException(
          HostFailure.Kind.TIMEOUT, "it had not ended within " + deadline + " and was ended", null);
    } catch (InterruptedException e) {
      terminate(channel, end, token);
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    Integer status = channel.getExitStatus();
    if (status != null) {
      return status;
    }
    String signal = channel.getExitSignal();
    if (signal != null) {
      return SIGNALLED + SIGNALS.getOrDefault(signal, 0);
    }
    throw new HostFaultException(Faults.disconnected(null));
  }

  /** Asks the command and its children to end, kills them when they do not, ends the channel. */
  private void terminate(ChannelExec channel, CompletableFuture<Void> end, String token) {
    boolean interrupted = Thread.interrupted();
    try {
      signal(channel, "TERM");
      CommandText kill = CommandText.of(CommandText.kill(token), "killer");
      Deadline grace = Deadline.in(GRACE);
      Position nowhere = new Position(HostAddress.of("killer"), 0, 0);
      ChannelExec killer =
          open(channel.getClientSession(), kill, null, nowhere, grace, ExecListener.NONE);
      CompletableFuture<Void> killed = new CompletableFuture<>();
      killer.addCloseFutureListener(future -> killed.complete(null));
      feed(killer, kill, CommandText.kill(token).input(), nowhere.host());
      killed.get(grace.millis(), TimeUnit.MILLISECONDS);
      killer.close(true);
      end.get(grace.millis(LAST_WORDS), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (IOException | HostFaultException | ExecutionException | TimeoutException e) {
      // The connection is gone, or the host does not do it; more we cannot do.
    } finally {
      channel.close(true);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void signal(ChannelExec channel, String name) throws IOException {
    Buffer buffer =
        channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, Long.SIZE);
    buffer.putUInt(channel.getRecipient());
    buffer.putString("signal");
    buffer.putBoolean(false);
    buffer.putString(name);
    channel.writePacket(buffer);
  }

  /** Gives what comes to the listener. */
  private static final class Heard extends OutputStream {
    private final Position at;
    private final RemoteStream stream;
    private final ExecListener listener;

    Heard(Position at, RemoteStream stream, ExecListener listener) {
      this.at = at;
      this.stream = stream;
      this.listener = listener;
    }

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      if (length > 0) {
        listener.output(
            at.host(),
            at.host0(),
            at.command(),
            stream,
            java.util.Arrays.copyOfRange(bytes, from, from + length));
      }
    }
  }
}
