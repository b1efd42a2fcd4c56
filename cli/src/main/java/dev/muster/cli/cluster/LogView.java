package dev.muster.cli.cluster;

import dev.muster.cli.Console;
import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.LineSplitter;
import dev.muster.spi.fleet.RemoteStream;
import java.util.List;

/** Lines of logs of services, each behind its host and its program, or as events. */
final class LogView {

  private final Console console;
  private final ExecView hosts;

  LogView(Console console, List<Node> nodes) {
    this.console = console;
    hosts = new ExecView(console, nodes, false);
  }

  /** Hears the logs of a service. */
  ExecListener listener(String service) {
    return new LineSplitter(
        (host, position, command, stream, line) -> line(service, host, position, stream, line));
  }

  private synchronized void line(
      String service, HostAddress host, int position, RemoteStream stream, String line) {
    int tab = line.indexOf('\t');
    String program = tab < 0 ? service : line.substring(0, tab);
    String text = line.substring(tab + 1);
    if (console.json()) {
      console.json(
          Console.object(
              "event", "line",
              "host", host.toString(),
              "service", service,
              "program", program,
              "line", text));
    } else {
      hosts.print(position, stream, program + ": " + text);
    }
  }

  /** Hosts whose logs could not be read. */
  void failures(List<HostResult> results) {
    hosts.failures(results);
  }
}
