package dev.muster.cli;

import dev.muster.spi.distribution.FetchListener;
import java.time.Duration;
import java.util.Locale;

/**
 * Shows a fetch on its way: a bar on a terminal, a line every few seconds in a pipe, events with
 * --json.
 */
public final class FetchView implements FetchListener, AutoCloseable {

  private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
  private static final long NEXT_LINE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int BAR = 24;

  private final Console console;
  private final boolean bar;
  private final long begun = System.nanoTime();
  private long shown = begun;
  private boolean drawn;

  public FetchView(Console console) {
    this.console = console;
    bar = console.terminal().errIsTerminal() && !console.json() && !console.quiet();
  }

  @Override
  public synchronized void message(String line) {
    if (console.json()) {
      console.json(Console.object("event", "message", "text", line));
    } else {
      clear();
      console.say(Texts.plain(line));
    }
  }

  @Override
  public synchronized void progress(Progress now) {
    long time = System.nanoTime();
    if (time - shown < (bar ? REDRAW_NANOS : NEXT_LINE_NANOS)) {
      return;
    }
    shown = time;
    if (console.json()) {
      console.json(
          Console.object(
              "event", "progress",
              "files", now.files(),
              "total_files", now.totalFiles(),
              "bytes", now.bytes()));
    } else if (bar) {
      draw(now);
    } else {
      console.say(line(now));
    }
  }

  private void draw(Progress now) {
    int filled = now.totalFiles() == 0 ? 0 : BAR * now.files() / now.totalFiles();
    String line = "[" + "█".repeat(filled) + "·".repeat(BAR - filled) + "] " + line(now);
    console.terminal().err().print("\r\u001b[2K" + Texts.cut(line, console.terminal().width() - 1));
    console.terminal().err().flush();
    drawn = true;
  }

  private String line(Progress now) {
    double seconds = Math.max(0.001, (System.nanoTime() - begun) / 1e9);
    String files =
        now.totalFiles() == 0
            ? "looking for what is needed"
            : now.files() + "/" + Texts.count(now.totalFiles(), "file");
    return String.format(
        Locale.ROOT,
        "%s, %s fetched, %s/s",
        files,
        Texts.bytes(now.bytes()),
        Texts.bytes((long) (now.bytes() / seconds)));
  }

  private void clear() {
    if (drawn) {
      console.terminal().err().print("\r\u001b[2K");
      console.terminal().err().flush();
      drawn = false;
    }
  }

  @Override
  public synchronized void close() {
    clear();
  }
}
