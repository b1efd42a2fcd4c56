package dev.muster.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The first 128 bits of a SHA-256, kept as two longs so that a million of them fit in a small heap.
 *
 * @param high bits 0 to 63 of the hash, big-endian
 * @param low bits 64 to 127 of the hash, big-endian
 */
public record Digest(long high, long low) implements Comparable<Digest> {

  /** Bytes of the binary form. */
  public static final int BYTES = 16;

  private static final MessageDigest PROTOTYPE = make();

  /** Hashes the parts, each preceded by its length, so that ("ab", "c") and ("a", "bc") differ. */
  public static Digest of(String... parts) {
    byte[][] encoded = new byte[parts.length][];
    int length = parts.length * Integer.BYTES;
    for (int i = 0; i < parts.length; i++) {
      encoded[i] = parts[i].getBytes(StandardCharsets.UTF_8);
      length += encoded[i].length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] bytes : encoded) {
      all.putInt(bytes.length).put(bytes);
    }
    return ofBytes(sha256().digest(all.array()));
  }

  /** Takes the first {@value #BYTES} bytes of a hash, or of a stored digest. */
  public static Digest ofBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Digest(buffer.getLong(), buffer.getLong());
  }

  /** Reads the 32 hexadecimal digits that {@link #toString()} writes. */
  public static Digest parse(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a digest has 32 hexadecimal digits, not " + hex);
    }
    return ofBytes(bytes);
  }

  /** A fresh SHA-256, which every Java platform has. */
  public static MessageDigest sha256() {
    try {
      return (MessageDigest) PROTOTYPE.clone(); // a tenth of what looking it up costs
    } catch (CloneNotSupportedException e) {
      return make();
    }
  }

  private static MessageDigest make() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** The binary form, {@value #BYTES} bytes. */
  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  /** Written out: the one that Java makes of a record is slow until its second compiler has it. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest digest && high == digest.high && low == digest.low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high ^ low);
  }

  @Override
  public int compareTo(Digest other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
  }
}
