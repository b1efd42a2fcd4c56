package dev.muster.cli.job;

import dev.muster.core.job.JobLogs;
import java.io.PrintStream;

/** Prints the bytes of a log as they are. */
final class LogPrinter {

  private LogPrinter() {}

  static JobLogs.Sink to(PrintStream out) {
    return bytes -> {
      out.write(bytes, 0, bytes.length);
      out.flush();
    };
  }
}
