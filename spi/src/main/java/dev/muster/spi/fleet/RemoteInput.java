package dev.muster.spi.fleet;

import dev.muster.model.HostAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What a command reads. Opened once for each host, from several threads. */
@FunctionalInterface
public interface RemoteInput {

  /** Nothing: end of file at once. */
  RemoteInput NONE = host -> InputStream.nullInputStream();

  /** Opens it for a host; it is closed when the command has read it or has ended. */
  InputStream open(HostAddress host) throws IOException;

  /** The same bytes for every host. */
  static RemoteInput bytes(byte[] bytes) {
    byte[] copy = bytes.clone();
    return host -> new ByteArrayInputStream(copy);
  }

  /** The same text for every host, in UTF-8. */
  static RemoteInput text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
