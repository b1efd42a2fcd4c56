package dev.muster.stores;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The content of an object while it comes. Reading fails with a {@link MusterException}; also when
 * the connection ends early, which the JDK's HTTP client takes for the end of the content.
 */
final class S3Body extends InputStream {

  private final ResponseInputStream<GetObjectResponse> in;
  private final S3ErrorTranslator errors;
  private final String action;
  private final long expected;
  private long count;

  /**
   * @param action for messages
   * @param expected so many bytes come, -1 when nobody knows
   */
  S3Body(
      ResponseInputStream<GetObjectResponse> in,
      S3ErrorTranslator errors,
      String action,
      long expected) {
    this.in = in;
    this.errors = errors;
    this.action = action;
    this.expected = expected;
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
    if (count == expected) {
      return -1;
    }
    long left = expected < 0 ? length : expected - count;
    int got;
    try {
      got = in.read(bytes, offset, (int) Math.min(length, left));
    } catch (IOException | SdkException failure) {
      throw errors.translate(action, failure);
    }
    if (got < 0 && expected >= 0) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE,
          "cannot %s: the connection ended after %d of %d bytes".formatted(action, count, expected),
          "try again");
    }
    count += Math.max(got, 0);
    return got;
  }

  /** Drops the connection when not all was read: the rest may be large. */
  @Override
  public void close() throws IOException {
    if (count == expected) {
      in.close();
    } else {
      in.abort();
    }
  }
}
