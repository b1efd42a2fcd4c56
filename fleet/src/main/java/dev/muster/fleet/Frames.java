package dev.muster.fleet;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is said to and by our programs on hosts: one letter, eight bytes of length, the payload. */
final class Frames {

  static final int PIECE = 256 << 10;
  // A list of a million files; no host makes us keep more.
  private static final long LARGEST = 256L << 20;

  private Frames() {}

  /** A frame that came. */
  @SuppressWarnings("ArrayRecordComponent")
  record Frame(char letter, byte[] payload) {
    List<String> fields() {
      return List.of(new String(payload, StandardCharsets.UTF_8).split("\0", -1));
    }
  }

  static void write(OutputStream out, char letter, byte[] bytes, int length) throws IOException {
    out.write(ByteBuffer.allocate(9).put((byte) letter).putLong(length).array());
    out.write(bytes, 0, length);
  }

  static void write(OutputStream out, char letter, List<String> fields) throws IOException {
    byte[] payload = String.join("\0", fields).getBytes(StandardCharsets.UTF_8);
    write(out, letter, payload, payload.length);
    out.flush();
  }

  /** Reads one. */
  static Frame read(DataInputStream in) throws IOException {
    char letter = (char) in.readUnsignedByte();
    long length = in.readLong();
    if (length < 0 || length > LARGEST) {
      throw new IOException("the host says " + length + " bytes are to come");
    }
    byte[] payload = in.readNBytes((int) length);
    if (payload.length < length) {
      throw new IOException("the program on the host has ended");
    }
    return new Frame(letter, payload);
  }
}
