package dev.muster.engine.spark;

import dev.muster.protocol.Json;
import dev.muster.protocol.ProtocolException;
import dev.muster.protocol.spool.Packet;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.EngineJob;
import dev.muster.spi.engine.ResultPlaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Large results that executors put into the user's store. The driver has places for them ahead, so
 * that they can be put there while Muster is away; when it has none they come through the spool.
 * Used by one thread.
 */
final class StoredParts {

  /** Results from so many bytes on go to the store. */
  private static final String SETTING = "spark.muster.store.bytes";

  private static final long FROM_BYTES = 8L << 20;
  private static final int FEWEST = 32;
  private static final int MOST = 256;
  private static final int PER_WORKER = 4;

  private static final Logger LOG = LoggerFactory.getLogger(StoredParts.class);

  private final ResultPlaces places;
  private final Parts parts;
  private final InstantSource clock;
  private final long most;
  private final int ahead;
  private final Map<Integer, List<String>> fetched = new HashMap<>();
  private final List<String> settled = new ArrayList<>();
  private int used;
  private Instant renewal = Instant.MIN;
  private boolean without;

  StoredParts(EngineJob job, Parts parts, InstantSource clock) {
    this.parts = parts;
    this.clock = clock;
    places = job.places();
    most = job.limits().maxResult();
    ahead = Math.max(FEWEST, Math.min(MOST, PER_WORKER * job.workers()));
    without = places == ResultPlaces.NONE;
  }

  /**
   * Results from so many bytes on go to the store; 0 for a run that has none.
   *
   * @throws MusterException USAGE when the setting is no number of bytes
   */
  static long from(EngineJob job) {
    String given = job.options().conf().getOrDefault(SETTING, Long.toString(FROM_BYTES));
    if (!given.matches("[1-9][0-9]{0,14}")) {
      throw new MusterException(
          ErrorKind.USAGE, SETTING + " is not a number of bytes from 1 on: " + given);
    }
    return job.places() == ResultPlaces.NONE ? 0 : Long.parseLong(given);
  }

  /** What the driver is to be told of places, instead of what it was told; null for nothing. */
  @Nullable String offer() {
    Instant now = clock.instant();
    if (without || (used < ahead / 2 && now.isBefore(renewal))) {
      return null;
    }
    try {
      List<ResultPlaces.Place> made = places.make(ahead);
      without = made.isEmpty();
      if (without) {
        LOG.info("the store of the run's results gives no addresses: large ones come by the head");
        return null;
      }
      used = 0;
      renewal = now.plus(Duration.between(now, made.get(0).until()).dividedBy(2));
      return told(made);
    } catch (MusterException e) {
      return none("no places for large results can be made", e);
    }
  }

  private static String told(List<ResultPlaces.Place> made) {
    List<@Nullable Object> all = new ArrayList<>();
    for (ResultPlaces.Place place : made) {
      all.add(
          Map.of(
              "name",
              place.name(),
              "url",
              place.address().toString(),
              "until",
              place.until().toEpochMilli() * 1_000));
    }
    return "{\"places\":" + Json.write(all) + "}";
  }

  private String none(String what, MusterException e) {
    without = true;
    LOG.warn("{}, they come by the head: {}", what, e.getMessage());
    return "{\"places\":[]}";
  }

  /** The driver has ended; the next one knows no places. */
  void restarted() {
    renewal = Instant.MIN;
  }

  /**
   * Brings a result home. When it cannot be brought its attempt will lack its file, and is made
   * again.
   */
  void fetch(Packet packet) throws IOException {
    String name = packet.text("stored");
    used++;
    fetched.computeIfAbsent(packet.count("task"), task -> new ArrayList<>()).add(name);
    Path target = parts.result(packet.text("name"));
    try {
      places.fetch(name, target, most);
    } catch (MusterException e) {
      Files.deleteIfExists(target);
      LOG.warn("a result that was put into the store does not come: {}", e.getMessage());
    }
  }

  /** Nobody waits for it any more. */
  void drop(Packet packet) throws ProtocolException {
    used++;
    settled.add(packet.text("stored"));
  }

  /** An attempt has ended. */
  void ended(int task) {
    List<String> names = fetched.remove(task);
    if (names != null) {
      settled.addAll(names);
    }
  }

  /** All that has ended is committed: the store need not have it any more. */
  void kept() {
    if (!settled.isEmpty()) {
      try {
        places.remove(settled);
      } catch (MusterException e) {
        LOG.debug("removed when the run ends", e);
      }
      settled.clear();
    }
  }
}
