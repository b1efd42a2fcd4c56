package dev.muster.protocol.spool;

import dev.muster.protocol.Json;
import dev.muster.protocol.JsonException;
import dev.muster.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message: an object of JSON, and bytes beside it that nobody parses on the way. Encoded as the
 * JSON's length in four bytes, the JSON, the bytes.
 */
public final class Packet {

  /** The largest that is read: a part of a result, or a worker's line. */
  public static final int MAX_BYTES = 4 << 20;

  private static final int LENGTH = 4;
  private static final byte[] NOTHING = new byte[0];

  private final Map<String, @Nullable Object> fields;
  private final byte[] data;

  private Packet(Map<String, @Nullable Object> fields, byte[] data) {
    this.fields = fields;
    this.data = data;
  }

  /** A message of this kind; the kind is a field, whose value says what it is about. */
  public static Packet of(String kind, Object about) {
    return new Packet(new LinkedHashMap<>(), NOTHING).with(kind, about);
  }

  /** The same with a field more. */
  public Packet with(String name, @Nullable Object value) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new Packet(more, data);
  }

  /** The same with other bytes; they are not copied. */
  public Packet with(byte[] bytes) {
    return new Packet(fields, bytes);
  }

  /** Whether it has a field, and so is of this kind. */
  public boolean is(String kind) {
    return fields.containsKey(kind);
  }

  /** The bytes beside the JSON, empty when there are none; not copied. */
  public byte[] data() {
    return data;
  }

  /** The field as it is, null when there is none. */
  public @Nullable Object value(String name) {
    return fields.get(name);
  }

  /**
   * A text.
   *
   * @throws ProtocolException when it is none
   */
  public String text(String name) throws ProtocolException {
    Object value = fields.get(name);
    if (value instanceof String) {
      return (String) value;
    }
    throw new ProtocolException("a packet whose " + name + " is no text");
  }

  /** A text, null when it is not there. */
  public @Nullable String optionalText(String name) {
    Object value = fields.get(name);
    return value instanceof String ? (String) value : null;
  }

  /**
   * A whole number of 0 or more.
   *
   * @throws ProtocolException when it is none
   */
  public long number(String name) throws ProtocolException {
    Object value = fields.get(name);
    if (value instanceof Number && ((Number) value).longValue() >= 0) {
      return ((Number) value).longValue();
    }
    throw new ProtocolException("a packet whose " + name + " is no number");
  }

  /**
   * A whole number of 0 or more.
   *
   * @throws ProtocolException when it is none
   */
  public int count(String name) throws ProtocolException {
    long value = number(name);
    if (value > Integer.MAX_VALUE) {
      throw new ProtocolException("a packet whose " + name + " is too large");
    }
    return (int) value;
  }

  /** Its bytes. */
  public byte[] encode() {
    byte[] json = Json.write(fields).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(LENGTH + json.length + data.length)
        .putInt(json.length)
        .put(json)
        .put(data)
        .array();
  }

  /**
   * Reads one.
   *
   * @throws ProtocolException when the bytes are none
   */
  public static Packet decode(byte[] bytes) throws ProtocolException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (bytes.length < LENGTH) {
      throw new ProtocolException("a packet of " + bytes.length + " bytes");
    }
    int length = buffer.getInt();
    if (length < 0 || length > buffer.remaining()) {
      throw new ProtocolException("a packet that ends within its JSON");
    }
    byte[] json = new byte[length];
    buffer.get(json);
    byte[] data = new byte[buffer.remaining()];
    buffer.get(data);
    try {
      return new Packet(Json.parseObject(new String(json, StandardCharsets.UTF_8)), data);
    } catch (JsonException e) {
      throw new ProtocolException("a packet that is " + e.getMessage());
    }
  }

  @Override
  public String toString() {
    return Json.write(fields) + (data.length == 0 ? "" : " and " + data.length + " bytes");
  }
}
