package dev.muster.cli.cluster;

import dev.muster.cli.Console;
import dev.muster.cli.Texts;
import dev.muster.core.cluster.ClusterListener;
import dev.muster.core.cluster.HostProblem;
import dev.muster.model.Node;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says how an operation on a cluster goes: a line for each stage, a bar for bytes on a terminal.
 */
final class ClusterProgress implements ClusterListener, AutoCloseable {

  private static final int BAR = 24;
  private static final long REDRAW_NANOS = 100_000_000L;

  private final Console console;
  private final boolean bar;
  private final Map<Integer, long[]> bytes = new HashMap<>();
  private long drawn;
  private boolean shown;

  ClusterProgress(Console console) {
    this.console = console;
    bar = console.terminal().errIsTerminal() && !console.json() && !console.quiet();
  }

  @Override
  public synchronized void stage(String name, int nodes, int before) {
    clear();
    bytes.clear();
    if (console.json()) {
      console.json(
          Console.object("event", "stage", "stage", name, "nodes", nodes, "done_before", before));
    } else {
      console.say(
          Texts.plain(name)
              + (nodes == 0 ? "" : ": " + Texts.count(nodes, "host"))
              + (before == 0 ? "" : ", " + before + " done before"));
    }
  }

  @Override
  public synchronized void ended(Node node, String stage, @Nullable HostProblem problem) {
    if (console.json()) {
      console.json(
          Console.object(
              "event",
              "host",
              "stage",
              stage,
              "host",
              node.address().toString(),
              "failure",
              problem == null ? null : problem.why()));
    } else if (console.verbose()) {
      clear();
      console.say(
          "  " + node.address() + ": " + (problem == null ? "done" : Texts.plain(problem.why())));
    }
  }

  @Override
  public synchronized void progress(Node node, long moved, long total) {
    bytes.put(node.number(), new long[] {moved, total});
    long now = System.nanoTime();
    if (bar && (now - drawn > REDRAW_NANOS || moved >= total)) {
      drawn = now;
      draw();
    }
  }

  private void draw() {
    long moved = bytes.values().stream().mapToLong(each -> each[0]).sum();
    long total = bytes.values().stream().mapToLong(each -> each[1]).sum();
    int filled = total == 0 ? BAR : (int) (BAR * Math.min(moved, total) / total);
    String line =
        "["
            + "█".repeat(filled)
            + "·".repeat(BAR - filled)
            + "] "
            + Texts.bytes(moved)
            + " of "
            + Texts.bytes(total)
            + ", "
            + Texts.count(bytes.size(), "host");
    console.terminal().err().print("\r\u001b[2K" + Texts.cut(line, console.terminal().width() - 1));
    console.terminal().err().flush();
    shown = true;
  }

  @Override
  public synchronized void note(String text) {
    clear();
    if (console.json()) {
      console.json(Console.object("event", "note", "text", text));
    } else {
      console.say(Texts.plain(text));
    }
  }

  private void clear() {
    if (shown) {
      console.terminal().err().print("\r\u001b[2K");
      console.terminal().err().flush();
      shown = false;
    }
  }

  @Override
  public synchronized void close() {
    clear();
  }
}
