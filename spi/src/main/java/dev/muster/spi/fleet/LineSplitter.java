package dev.muster.spi.fleet;

import dev.muster.model.HostAddress;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes lines of what commands write. A last line without an end comes when its command ends; lines
 * longer than {@value #LONGEST} bytes come in pieces.
 */
public final class LineSplitter implements ExecListener {

  /** Bytes of the longest line. */
  public static final int LONGEST = 1 << 20;

  private final Lines lines;
  private final Map<Key, ByteArrayOutputStream> open = new ConcurrentHashMap<>();

  /** Takes lines without their end. Called as {@link ExecListener} is. */
  @FunctionalInterface
  public interface Lines {
    void line(HostAddress host, int position, int command, RemoteStream stream, String line);
  }

  private record Key(int position, int command, RemoteStream stream) {}

  /** Gives lines to the one that is named. */
  public LineSplitter(Lines lines) {
    this.lines = lines;
  }

  @Override
  public void output(
      HostAddress host, int position, int command, RemoteStream stream, byte[] bytes) {
    ByteArrayOutputStream rest =
        open.computeIfAbsent(
            new Key(position, command, stream), key -> new ByteArrayOutputStream());
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      boolean end = bytes[i] == '\n';
      if (end || rest.size() + i - from + 1 >= LONGEST) {
        rest.write(bytes, from, i - from + (end ? 0 : 1));
        from = i + 1;
        lines.line(host, position, command, stream, text(rest));
        rest.reset();
      }
    }
    rest.write(bytes, from, bytes.length - from);
  }

  @Override
  public void ended(int position, int command, HostResult result) {
    for (RemoteStream stream : RemoteStream.values()) {
      ByteArrayOutputStream rest = open.remove(new Key(position, command, stream));
      if (rest != null && rest.size() > 0) {
        lines.line(result.host(), position, command, stream, text(rest));
      }
    }
  }

  private static String text(ByteArrayOutputStream line) {
    return line.toString(StandardCharsets.UTF_8);
  }
}
