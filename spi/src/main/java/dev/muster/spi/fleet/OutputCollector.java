package dev.muster.spi.fleet;

import dev.muster.model.HostAddress;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what commands write, up to a bound for each command and stream; what is more is cut. */
public final class OutputCollector implements ExecListener {

  private static final int DEFAULT_BOUND = 1 << 20;

  private final int bound;
  private final Map<Key, ByteArrayOutputStream> kept = new ConcurrentHashMap<>();

  private record Key(int position, int command, RemoteStream stream) {}

  /** Keeps a mebibyte each. */
  public OutputCollector() {
    this(DEFAULT_BOUND);
  }

  /** Keeps so many bytes each. */
  public OutputCollector(int bound) {
    this.bound = bound;
  }

  @Override
  public void output(
      HostAddress host, int position, int command, RemoteStream stream, byte[] bytes) {
    ByteArrayOutputStream to =
        kept.computeIfAbsent(
            new Key(position, command, stream), key -> new ByteArrayOutputStream());
    to.write(bytes, 0, Math.min(bytes.length, bound - to.size()));
  }

  /** What a host of {@link Fleet#exec} wrote to its output, in UTF-8. */
  public String out(int position) {
    return text(position, 0, RemoteStream.OUT);
  }

  /** What a host of {@link Fleet#exec} wrote to its error stream, in UTF-8. */
  public String err(int position) {
    return text(position, 0, RemoteStream.ERR);
  }

  /** What one command of a batch wrote on a host, in UTF-8. */
  public String text(int position, int command, RemoteStream stream) {
    ByteArrayOutputStream bytes = kept.get(new Key(position, command, stream));
    return bytes == null ? "" : bytes.toString(StandardCharsets.UTF_8);
  }
}
