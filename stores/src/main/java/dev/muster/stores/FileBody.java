package dev.muster.stores;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A range of a file. Reading fails with a {@link dev.muster.spi.MusterException}. */
final class FileBody extends InputStream {

  private final InputStream in;
  private final Path path;
  private long left;

  /**
   * @param in stands at the range's first byte
   * @param length at most so many bytes, -1 for all
   * @param path for messages
   */
  FileBody(InputStream in, long length, Path path) {
    this.in = in;
    this.path = path;
    this.left = length < 0 ? Long.MAX_VALUE : length;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    try {
      int count = in.read(bytes, offset, (int) Math.min(length, left));
      left -= Math.max(count, 0);
      return count;
    } catch (IOException failure) {
      throw FileErrorTranslator.translate("read", path, failure);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
