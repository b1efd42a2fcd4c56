package dev.muster.session;

import dev.muster.protocol.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Muster is told: a line of JSON each, whose first field is {@code muster} with the kind.
 * Other lines of the same output are the JVM's own.
 *
 * <pre>
 * {"muster":"ready","java":"17","traps":true,"spark":"3.5.6","spark_loaded":ms}
 * {"muster":"started","step":"clean","context":"new"|"kept"}
 * {"muster":"ended","step":"clean","exit":0,"error":null,"context":"stopped"|"kept"|"none","again":false,
 *  "application":"local-1","notes":["…"]}
 * </pre>
 */
final class Replies {

  private final OutputStream out;

  Replies(OutputStream out) {
    this.out = out;
  }

  synchronized void send(String kind, Map<String, @Nullable Object> fields) {
    Map<String, @Nullable Object> reply = new LinkedHashMap<>();
    reply.put("muster", kind);
    reply.putAll(fields);
    try {
      out.write((Json.write(reply) + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      Runtime.getRuntime().halt(StepLoop.UNHEARD); // nobody listens any more
    }
  }
}
