package dev.muster.fleet;

import dev.muster.model.HostAddress;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.Tunnel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** This machine: programs are processes of it, in the user's home. */
final class LocalTransport implements Transport {

  private final LocalMachine machine;
  private final ExecutorService threads;
  private final LocalExec exec;

  LocalTransport(LocalMachine machine, ExecutorService threads) {
    this.machine = machine;
    this.threads = threads;
    exec = new LocalExec(machine, threads);
  }

  @Override
  public HostResult run(
      Position at, RemoteCommand command, Deadline deadline, ExecListener listener) {
    long start = System.nanoTime();
    Integer code = null;
    HostFailure failure = null;
    try {
      code = exec.run(at, command, deadline, listener);
    } catch (HostFaultException e) {
      failure = e.failure();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = Faults.cancelled();
    }
    HostResult result =
        new HostResult(at.host(), code, failure, Duration.ofNanos(System.nanoTime() - start));
    listener.ended(at.host0(), at.command(), result);
    return result;
  }

  @Override
  public Optional<RemoteProcess> python(
      HostAddress host, String program, boolean many, Deadline deadline) throws HostFaultException {
    List<String> argv = new ArrayList<>(List.of("setsid"));
    argv.addAll(RemoteProcesses.STARTER);
    try {
      RemoteProcess process = OwnProcess.of(machine.process(argv).start(), threads);
      String answer = RemoteProcesses.answer(process);
      if (answer == null) {
        process.end();
        throw failed("its shell did not start: " + process.errors());
      }
      return RemoteProcesses.begin(process, answer, program);
    } catch (IOException e) {
      throw failed(Faults.text(e));
    }
  }

  static HostFaultException failed(String message) {
    return new HostFaultException(HostFailure.Kind.FAILED, message, null);
  }

  /** Others know it by what it says itself. */
  @Override
  public Optional<String> address(HostAddress host) {
    return Optional.empty();
  }

  @Override
  public Map<Integer, HostFailure> unreachable(List<HostAddress> hosts) {
    return Map.of();
  }

  @Override
  public Tunnel tunnel(HostAddress host, String remoteHost, int remotePort, int localPort) {
    try {
      return LocalTunnel.open(remoteHost, remotePort, localPort, threads);
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "cannot listen at port " + localPort + ": " + Faults.text(e),
          "leave the port out to get one that is free",
          e);
    }
  }

  @Override
  public int shell(HostAddress host, List<String> argv) throws InterruptedException {
    List<String> command =
        argv.isEmpty()
            ? List.of(machine.environment().getOrDefault("SHELL", "/bin/sh"), "-l")
            : LocalExec.looking(argv);
    try {
      Process process = machine.process(command).inheritIO().start();
      try {
        return process.waitFor();
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE, host + ": no shell: " + Faults.text(e), null, e);
    }
  }

  @Override
  public void close() {
    // What runs has ended with its threads, which were interrupted.
  }
}
