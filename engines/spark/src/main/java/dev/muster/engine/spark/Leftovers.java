package dev.muster.engine.spark;

import dev.muster.protocol.ProtocolException;
import dev.muster.protocol.WorkerMessage;
import dev.muster.protocol.WorkerMessageReader;
import dev.muster.protocol.spool.Packet;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a driver has kept that nobody fetched, because Muster died or was cut off. The driver has
 * ended; of the attempts in its spool those are taken whose task is awaited: a success before a
 * failure.
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
    hand(new SpoolReader(head, start.getAsLong()), deliveries, firstWorker);
  }

  /** Hands over what a spool has. */
  static void hand(SpoolReader reader, Deliveries deliveries, int firstWorker) throws IOException {
    Map<Integer, Packet> failed = new LinkedHashMap<>();
    int ended = 0;
    deliveries.anyAttempt(true);
    try {
      List<Packet> packets = reader.poll();
      while (!packets.isEmpty()) {
        for (Packet packet : packets) {
          if (packet.is("ended") && isFailure(packet)) {
            failed.put(packet.count("ended"), packet); // unless a later attempt succeeded
          } else if (counts(packet, firstWorker)) {
            ended += deliveries.deliver(packet) ? 1 : 0;
          }
        }
        packets = reader.poll();
      }
      for (Packet packet : failed.values()) {
        // What the Muster that is dead has stopped is wanted again.
        if (!"STOPPED".equals(packet.optionalText("reason"))) {
          ended += deliveries.deliver(packet) ? 1 : 0;
        }
      }
    } catch (ProtocolException e) {
      LOG.warn("what the driver before has kept ends with something unknown: {}", e.getMessage());
    } finally {
      deliveries.anyAttempt(false);
    }
    LOG.debug("{} attempts had ended while nobody asked", ended);
  }

  private static boolean isFailure(Packet packet) throws ProtocolException {
    return packet.optionalText("reason") != null
        || WorkerMessageReader.decode(packet.data()) instanceof WorkerMessage.Failed;
  }

  /** What a new worker is, or how an attempt ended; what is no more, nor what went wrong then. */
  private static boolean counts(Packet packet, int firstWorker) throws ProtocolException {
    if (packet.is("ended") || packet.is("part") || packet.is("stored")) {
      return true;
    }
    return packet.is("executor") && packet.count("worker") >= firstWorker;
  }
}
