package dev.muster.service.hadoop;

import dev.muster.model.Node;
import dev.muster.protocol.Json;
import dev.muster.protocol.JsonException;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.fleet.RemoteCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the web interfaces of Hadoop's programs, from the head: the network between this machine and
 * the hosts need let nothing but SSH through. Hosts have bash, which Hadoop itself needs.
 */
final class HadoopWeb {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LONGEST = 4 << 20;
  private static final int LONGEST_SHOWN = 300;

  private final Fleet fleet;
  private final Node head;

  HadoopWeb(Fleet fleet, Node head) {
    this.fleet = fleet;
    this.head = head;
  }

  /**
   * Asks.
   *
   * @param method of HTTP
   * @param at address and port, as in {@code 10.0.0.1:9870}
   * @param path with the query, encoded
   * @return the object that is answered
   * @throws IOException when there is no such answer
   */
  Map<String, @Nullable Object> ask(String method, String at, String path) throws IOException {
    int colon = at.lastIndexOf(':');
    String address = at.substring(0, colon).replaceAll("[\\[\\]]", "");
    OutputCollector output = new OutputCollector(LONGEST);
    HostResult result =
        fleet
            .exec(
                List.of(head.address()),
                RemoteCommand.of(
                    "bash",
                    "-c",
                    HadoopScripts.text("http.sh"),
                    "http",
                    method,
                    address,
                    at.substring(colon + 1),
                    path),
                PATIENCE,
                output)
            .get(0);
    String text = output.out(0);
    int body = text.indexOf("\r\n\r\n");
    if (!result.succeeded() || body < 0) {
      throw new IOException(at + " does not answer: " + cut(output.err(0)));
    }
    String status = text.substring(0, text.indexOf('\r'));
    if (!status.matches("HTTP/1\\.[01] 20[0-9].*")) {
      throw new IOException(at + path + ": " + cut(status + " " + text.substring(body)));
    }
    try {
      return Json.parseObject(text.substring(body + 4).strip());
    } catch (JsonException e) {
      throw new IOException(at + path + " answers no JSON: " + cut(text.substring(body)), e);
    }
  }

  /** Addresses of names, as the head finds them; what is an address already stands for itself. */
  Map<String, String> addresses(Collection<String> names) {
    Map<String, String> addresses = new HashMap<>();
    List<String> asked = new ArrayList<>();
    for (String name : names) {
      if (name.matches("[0-9.]+|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*")) {
        addresses.put(name, name);
      } else if (name.matches("[A-Za-z0-9._-]+")) {
        asked.add(name);
      }
    }
    if (!asked.isEmpty()) {
      OutputCollector output = new OutputCollector(LONGEST);
      var unused =
          fleet.exec(
              List.of(head.address()),
              HadoopScripts.command("resolve.sh", asked.toArray(String[]::new)),
              PATIENCE,
              output);
      for (String line : output.out(0).lines().toList()) {
        int space = line.indexOf(' ');
        if (space > 0) {
          addresses.put(line.substring(0, space), line.substring(space + 1).strip());
        }
      }
    }
    return addresses;
  }

  private static String cut(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "…" : line;
  }
}
