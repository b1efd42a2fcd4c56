package dev.muster.session;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where output goes: to the log of the step at work, else to the driver's own. */
final class StepOutput extends OutputStream {

  private final OutputStream own;
  private OutputStream current;

  StepOutput(OutputStream own) {
    this.own = own;
    this.current = own;
  }

  /** From now on to the end of this file. */
  synchronized void begin(Path log) throws IOException {
    OutputStream file =
        new BufferedOutputStream(
            Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    end();
    current = file;
  }

  /** From now on to the driver's own output. */
  synchronized void end() throws IOException {
    if (current != own) {
      OutputStream file = current;
      current = own;
      file.close();
    }
  }

  @Override
  public synchronized void write(int one) throws IOException {
    current.write(one);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    current.write(bytes, from, length);
  }

  @Override
  public synchronized void flush() throws IOException {
    current.flush();
  }
}
