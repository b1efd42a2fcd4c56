package dev.muster.cli.cluster;

import dev.muster.cli.Console;
import dev.muster.cli.Table;
import dev.muster.cli.Texts;
import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.LineSplitter;
import dev.muster.spi.fleet.RemoteStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What commands on hosts print, line by line: behind the host's name when there are several hosts,
 * as they come or host by host, or as events.
 */
final class ExecView {

  private final Console console;
  private final List<Node> nodes;
  private final boolean group;
  private final Map<Integer, List<Line>> kept = new HashMap<>();
  private final int width;

  private record Line(RemoteStream stream, String text) {}

  ExecView(Console console, List<Node> nodes, boolean group) {
    this.console = console;
    this.nodes = nodes;
    this.group = group && !console.json();
    width = nodes.stream().mapToInt(node -> node.address().host().length()).max().orElse(0);
  }

  ExecListener listener() {
    LineSplitter lines = new LineSplitter(this::line);
    return new ExecListener() {
      @Override
      public void output(
          HostAddress host, int position, int command, RemoteStream stream, byte[] bytes) {
        lines.output(host, position, command, stream, bytes);
      }

      @Override
      public void ended(int position, int command, HostResult result) {
        lines.ended(position, command, result);
        done(position, command, result);
      }
    };
  }

  private synchronized void line(
      HostAddress host, int position, int command, RemoteStream stream, String text) {
    if (console.json()) {
      console.json(
          Console.object(
              "event",
              "output",
              "host",
              host.toString(),
              "command",
              command,
              "stream",
              stream == RemoteStream.OUT ? "out" : "err",
              "line",
              text));
    } else if (group) {
      kept.computeIfAbsent(position, none -> new ArrayList<>()).add(new Line(stream, text));
    } else {
      print(position, stream, text);
    }
  }

  /** Prints a line behind its host's name. */
  void print(int position, RemoteStream stream, String text) {
    print(stream, prefix(position) + text);
  }

  private synchronized void done(int position, int command, HostResult result) {
    HostFailure failure = result.failure();
    if (console.json()) {
      console.json(
          Console.object(
              "event",
              "ended",
              "host",
              result.host().toString(),
              "command",
              command,
              "exit_code",
              result.exitCode(),
              "failure",
              failure == null ? null : failure.message(),
              "kind",
              failure == null ? null : failure.kind().name(),
              "hint",
              failure == null ? null : failure.hint(),
              "seconds",
              result.duration().toMillis() / 1000.0));
      return;
    }
    List<Line> lines = kept.remove(position);
    if (lines != null) {
      if (nodes.size() > 1) {
        console.print(console.bold("— " + nodes.get(position).address()));
      }
      lines.forEach(line -> print(line.stream(), line.text()));
    }
  }

  private String prefix(int position) {
    if (nodes.size() == 1) {
      return "";
    }
    String host = nodes.get(position).address().host();
    return console.faint(host + ":") + " ".repeat(width - host.length() + 1);
  }

  private void print(RemoteStream stream, String text) {
    PrintStream to =
        stream == RemoteStream.OUT ? console.terminal().out() : console.terminal().err();
    to.println(text);
  }

  /** Hosts where a command did not end with 0, as a table. */
  synchronized void failures(List<HostResult> results) {
    if (console.json() || console.quiet() || results.stream().allMatch(HostResult::succeeded)) {
      return;
    }
    Table table = new Table("host", "why", "what to do");
    for (HostResult result : results) {
      HostFailure failure = result.failure();
      if (failure != null) {
        table.row(result.host(), failure.message(), failure.hint() == null ? "" : failure.hint());
      } else if (!result.succeeded()) {
        table.row(result.host(), "exit status " + result.exitCode(), "");
      }
    }
    int columns =
        console.terminal().errIsTerminal() ? console.terminal().width() : Integer.MAX_VALUE;
    table.lines(columns).forEach(line -> console.terminal().err().println(Texts.lines(line)));
  }
}
