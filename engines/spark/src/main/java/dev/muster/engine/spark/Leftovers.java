package dev.muster.engine.spark;

import dev.muster.protocol.ProtocolException;
import dev.muster.protocol.spool.Packet;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a driver has kept that nobody fetched, because Muster died or was cut off. The driver has
 * ended; of the attempts in its spool those are taken that are awaited.
 */
final class Leftovers {

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private Leftovers() {}

  /**
   * Hands over what is there.
   *
   * @param firstWorker numbers of workers below it are known
   * @throws IOException when the head is out of reach
   */
  static void fetch(HeadFolder head, Deliveries deliveries, int firstWorker) throws IOException {
    OptionalLong start = head.leftSpool();
    if (start.isEmpty()) {
      return;
    }
    SpoolReader reader = new SpoolReader(head, start.getAsLong());
    int ended = 0;
    try {
      List<Packet> packets = reader.poll();
      while (!packets.isEmpty()) {
        for (Packet packet : packets) {
          if (counts(packet, firstWorker)) {
            ended += deliveries.deliver(packet) ? 1 : 0;
          }
        }
        packets = reader.poll();
      }
    } catch (ProtocolException e) {
      LOG.warn("what the driver before has kept ends with something unknown: {}", e.getMessage());
    }
    LOG.debug("{} attempts had ended while nobody asked", ended);
  }

  /** What a new worker is, or how an attempt ended; what is no more, nor what went wrong then. */
  private static boolean counts(Packet packet, int firstWorker) throws ProtocolException {
    if (packet.is("ended") || packet.is("part")) {
      return true;
    }
    return packet.is("executor") && packet.count("worker") >= firstWorker;
  }
}
