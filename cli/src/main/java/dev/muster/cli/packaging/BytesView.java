package dev.muster.cli.packaging;

import dev.muster.cli.Console;
import dev.muster.cli.Texts;

/** Shows how many bytes are done: on a terminal now and then, in a pipe not at all. */
final class BytesView implements AutoCloseable {

  private static final long REDRAW_NANOS = 200_000_000L;

  private final Console console;
  private final String what;
  private final boolean shows;
  private long drawn = System.nanoTime();
  private boolean shown;

  BytesView(Console console, String what) {
    this.console = console;
    this.what = what;
    shows = console.terminal().errIsTerminal() && !console.json() && !console.quiet();
  }

  void bytes(long done) {
    long now = System.nanoTime();
    if (shows && now - drawn > REDRAW_NANOS) {
      drawn = now;
      shown = true;
      console.terminal().err().print("\r\u001b[2K" + Texts.bytes(done) + " " + what);
      console.terminal().err().flush();
    }
  }

  @Override
  public void close() {
    if (shown) {
      console.terminal().err().print("\r\u001b[2K");
      console.terminal().err().flush();
    }
  }
}
