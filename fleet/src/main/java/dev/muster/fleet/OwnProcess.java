package dev.muster.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Executor;

/**
 * A program of ours at work in a process of this machine: on it, or on a host through OpenSSH.
 *
 * @param tail the end of its error stream
 */
record OwnProcess(Process process, Tail tail) implements RemoteProcess {

  /** Follows a process that was just started. */
  static OwnProcess of(Process process, Executor threads) {
    return new OwnProcess(process, new Tail(process.getErrorStream(), threads));
  }

  @Override
  public OutputStream in() {
    return process.getOutputStream();
  }

  @Override
  public InputStream out() {
    return process.getInputStream();
  }

  @Override
  public String errors() {
    return tail.toString();
  }

  @Override
  public void end() {
    process.destroyForcibly();
    try (InputStream out = process.getInputStream();
        OutputStream in = process.getOutputStream()) {
      in.flush();
      out.available();
    } catch (IOException e) {
      // It is gone.
    }
  }
}
