package dev.muster.spark;

import dev.muster.protocol.Json;
import dev.muster.protocol.ProtocolException;
import dev.muster.protocol.spool.Packet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run folder says of its run, in {@code job.json}, and in {@code secret.json} what nobody
 * else may see: the token of the application and the workers' environment. The second file is
 * removed when it has been read.
 */
final class Job {

  static final String DESCRIPTION = "job.json";
  static final String SECRET = "secret.json";

  private static final int TOKEN_BYTES = 32;

  private final Packet description;
  private final Packet forExecutors;
  private final byte[] token;

  private Job(Packet description, Packet forExecutors, byte[] token) {
    this.description = description;
    this.forExecutors = forExecutors;
    this.token = token;
  }

  /**
   * Reads a run folder, and removes what is secret.
   *
   * @param secrets where that lies
   */
  static Job read(Path folder, Path secrets) throws IOException {
    Map<String, @Nullable Object> description = object(folder.resolve(DESCRIPTION));
    Path secret = secrets.resolve(SECRET);
    Map<String, @Nullable Object> values = object(secret);
    Files.delete(secret);
    Files.deleteIfExists(secrets.resolve("spark.conf"));
    Packet packet = packet(description);
    return new Job(
        packet, packet.with("env", values.get("env")), token(String.valueOf(values.get("token"))));
  }

  private static Map<String, @Nullable Object> object(Path file) throws IOException {
    return Json.parseObject(Files.readString(file, StandardCharsets.UTF_8));
  }

  private static Packet packet(Map<String, @Nullable Object> fields) {
    Packet packet = Packet.of("job", true);
    for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
      packet = packet.with(field.getKey(), field.getValue());
    }
    return packet;
  }

  /**
   * Bytes of a token.
   *
   * @throws ProtocolException when it is not 64 hexadecimal digits
   */
  static byte[] token(String hex) throws ProtocolException {
    if (!hex.matches("[0-9a-f]{" + 2 * TOKEN_BYTES + "}")) {
      throw new ProtocolException("the token in " + SECRET + " is not 64 hexadecimal digits");
    }
    byte[] token = new byte[TOKEN_BYTES];
    for (int i = 0; i < TOKEN_BYTES; i++) {
      token[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    return token;
  }

  /** All that is not secret. */
  Packet description() {
    return description;
  }

  /** What executors get to know over a sealed channel, the environment included. */
  Packet forExecutors() {
    return forExecutors;
  }

  byte[] token() {
    return token;
  }
}
