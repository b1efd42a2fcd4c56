package dev.muster.protocol.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How packets stand in a file: length in four bytes, CRC-32C of length and content in four bytes,
 * content. A record that was cut short by a crash, or that the disk has as zeros, is no frame.
 */
public final class Frames {

  /** Bytes before the content. */
  public static final int HEADER = 8;

  private Frames() {}

  /** The bytes to write. */
  public static ByteBuffer encode(byte[] content) {
    return ByteBuffer.allocate(HEADER + content.length)
        .putInt(content.length)
        .putInt(checksum(content, content.length))
        .put(content)
        .flip();
  }

  /**
   * Takes the next frame out of a buffer, which stays where it is when there is none.
   *
   * @return the content; null when what is left is no whole frame
   */
  public static byte @Nullable [] next(ByteBuffer buffer) {
    if (buffer.remaining() < HEADER) {
      return null;
    }
    int at = buffer.position();
    int length = buffer.getInt(at);
    if (length <= 0 || length > Packet.MAX_BYTES || length > buffer.remaining() - HEADER) {
      return null;
    }
    byte[] content = new byte[length];
    ByteBuffer body = buffer.duplicate();
    body.position(at + HEADER);
    body.get(content);
    if (buffer.getInt(at + Integer.BYTES) != checksum(content, length)) {
      return null;
    }
    buffer.position(at + HEADER + length);
    return content;
  }

  private static int checksum(byte[] content, int length) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
    crc.update(content, 0, length);
    return (int) crc.getValue();
  }
}
