package dev.muster.stores;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.io.InputStream;

/** Bytes of a file in HDFS: an end that comes too early is an error, not an end. */
final class HdfsBody extends InputStream {

  private final InputStream in;
  private final String what;
  private long left;

  /**
   * @param length how many bytes must come
   * @param what for messages
   */
  HdfsBody(InputStream in, long length, String what) {
    this.in = in;
    this.left = length;
    this.what = what;
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
      if (count < 0) {
        throw new IOException("it ended " + left + " bytes early");
      }
      left -= count;
      return count;
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE, "cannot read " + what + ": " + e.getMessage(), null, e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
