package dev.muster.fleet;

import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteInput;
import dev.muster.spi.fleet.RemoteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Runs commands on this machine by the rules of those on hosts. */
final class LocalExec {

  // Two seconds of TERM, and starting a shell.
  private static final Duration GRACE = Duration.ofSeconds(4);

  private final LocalMachine machine;
  private final Executor threads;
  private final AtomicLong commands = new AtomicLong();
  private final String prefix = Long.toHexString(new SecureRandom().nextLong()) + "y";

  LocalExec(LocalMachine machine, Executor threads) {
    this.machine = machine;
    this.threads = threads;
  }

  /** A command whose program is looked for as a shell does: 127 when there is none. */
  static List<String> looking(List<String> argv) {
    List<String> words = new ArrayList<>(List.of("sh", "-c", "exec \"$@\"", "sh"));
    words.addAll(argv);
    return words;
  }

  /** Runs one; its exit code. */
  int run(Transport.Position at, RemoteCommand command, Deadline deadline, ExecListener listener)
      throws HostFaultException, InterruptedException {
    if (command.terminal() != null) {
      throw LocalTransport.failed("commands on this machine get no terminal of their own");
    }
    String token = prefix + commands.incrementAndGet() + "z";
    Process process = start(command, token);
    feed(process, command.input(), at);
    CompletableFuture<Void> out = pump(process.getInputStream(), at, RemoteStream.OUT, listener);
    CompletableFuture<Void> err = pump(process.getErrorStream(), at, RemoteStream.ERR, listener);
    try {
      // As over SSH it has ended when all that has its output has ended.
      CompletableFuture.allOf(out, err, process.onExit())
          .get(deadline.millis(), TimeUnit.MILLISECONDS);
      return process.exitValue();
    } catch (TimeoutException e) {
      terminate(process, token);
      throw new HostFaultException(
          HostFailure.Kind.TIMEOUT, "it had not ended within " + deadline + " and was ended", null);
    } catch (InterruptedException e) {
      terminate(process, token);
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Process start(RemoteCommand command, String token) throws HostFaultException {
    List<String> argv = new ArrayList<>(List.of("setsid"));
    argv.addAll(looking(command.argv()));
    ProcessBuilder builder = machine.process(argv);
    builder.environment().put(CommandText.VARIABLE_NAME, token);
    builder.environment().putAll(command.environment());
    try {
      return builder.start();
    } catch (IOException e) {
      throw LocalTransport.failed("the command did not start: " + Faults.text(e));
    }
  }

  private void feed(Process process, RemoteInput input, Transport.Position at) {
    if (input == RemoteInput.NONE) {
      close(process.getOutputStream());
      return;
    }
    threads.execute(
        () -> {
          try (OutputStream to = process.getOutputStream();
              InputStream from = input.open(at.host())) {
            byte[] buffer = new byte[32 << 10];
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
              to.write(buffer, 0, read);
              to.flush();
            }
          } catch (IOException | RuntimeException e) {
            // The command ended before it had read all, as it may.
          }
        });
  }

  private CompletableFuture<Void> pump(
      InputStream from, Transport.Position at, RemoteStream stream, ExecListener listener) {
    return CompletableFuture.runAsync(
        () -> {
          byte[] buffer = new byte[32 << 10];
          try (from) {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
              listener.output(
                  at.host(), at.host0(), at.command(), stream, Arrays.copyOf(buffer, read));
            }
          } catch (IOException e) {
            // It was ended.
          }
        },
        threads);
  }

  /** Asks the command and its children to end, and kills them when they do not. */
  private void terminate(Process process, String token) {
    boolean interrupted = Thread.interrupted();
    try {
      RemoteCommand kill = CommandText.kill(token);
      Process killer =
          machine
              .process(kill.argv())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (OutputStream to = killer.getOutputStream();
          InputStream script = kill.input().open(dev.muster.model.HostAddress.of("localhost"))) {
        script.transferTo(to);
      }
      if (!killer.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        killer.destroyForcibly();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (IOException e) {
      // More than ending it below we cannot do.
    } finally {
      process.destroyForcibly();
      close(process.getOutputStream());
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void close(OutputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // It ended before it read anything.
    }
  }
}
