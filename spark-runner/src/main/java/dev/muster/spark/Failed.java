package dev.muster.spark;

import dev.muster.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The line of a failed attempt of which no worker told. */
final class Failed {

  private Failed() {}

  /** As a worker would have written it: a crash. */
  static byte[] line(
      TaskKey key, Instant started, Instant ended, String message, @Nullable String detail) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("failed", key.task);
    fields.put("attempt", key.attempt);
    fields.put("started", micros(started));
    fields.put("ended", micros(ended));
    fields.put("kind", "CRASH");
    fields.put("message", message);
    fields.put("detail", detail);
    return Json.write(fields).getBytes(StandardCharsets.UTF_8);
  }

  /** Microseconds since 1970. */
  static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }
}
