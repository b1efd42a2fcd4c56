package dev.muster.stores;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;

/** Part of a file as the body of a request; read again from its start when that is repeated. */
final class FileRange implements ContentStreamProvider, AutoCloseable {

  private final Path file;
  private final long offset;
  private final long length;
  private @Nullable SeekableByteChannel open;

  /**
   * @param offset its first byte
   * @param length in bytes
   */
  FileRange(Path file, long offset, long length) {
    this.file = file;
    this.offset = offset;
    this.length = length;
  }

  long length() {
    return length;
  }

  @Override
  public InputStream newStream() {
    close();
    try {
      SeekableByteChannel channel = Files.newByteChannel(file);
      open = channel;
      return new FileBody(Channels.newInputStream(channel.position(offset)), length, file);
    } catch (IOException failure) {
      throw FileErrorTranslator.translate("read", file, failure);
    }
  }

  @Override
  public void close() {
    SeekableByteChannel channel = open;
    open = null;
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException failure) {
        throw FileErrorTranslator.translate("close", file, failure);
      }
    }
  }
}
