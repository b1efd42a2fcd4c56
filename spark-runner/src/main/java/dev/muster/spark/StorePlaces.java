package dev.muster.spark;

import dev.muster.protocol.ProtocolException;
import dev.muster.protocol.spool.Packet;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The places in the user's store that Muster has given for large results: each is for one result,
 * and each takes it until a certain time.
 */
final class StorePlaces {

  private final Deque<Map<?, ?>> places = new ArrayDeque<>();

  /** These instead of those before, which nobody gets any more. */
  synchronized void replace(List<?> given) {
    places.clear();
    for (Object place : given) {
      places.add((Map<?, ?>) place);
    }
  }

  /** One for a result; a packet without an address when there is none. */
  synchronized Packet next(Instant now) throws ProtocolException {
    Map<?, ?> place = places.poll();
    while (place != null && Fields.number(place, "until") <= Failed.micros(now)) {
      place = places.poll();
    }
    return place == null
        ? Packet.of("place", "none")
        : Packet.of("place", Fields.text(place, "name")).with("url", Fields.text(place, "url"));
  }
}
