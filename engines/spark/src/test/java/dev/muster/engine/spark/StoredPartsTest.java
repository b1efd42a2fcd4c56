package dev.muster.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.protocol.spool.Packet;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.EngineJob;
import dev.muster.spi.engine.ResultPlaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large results that are in the store when Muster hears of them. */
class StoredPartsTest {

  private static final int AHEAD = 32;

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private boolean down;
  private int made;
  private final List<String> removed = new ArrayList<>();

  private final ResultPlaces places =
      new ResultPlaces() {
        @Override
        public List<Place> make(int count) {
          List<Place> some = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            made++;
            URI address = URI.create("https://store/" + made + "?signature");
            some.add(new Place("p" + made, address, now.plus(Duration.ofHours(10))));
          }
          return some;
        }

        @Override
        public void fetch(String name, Path target, long most) {
          if (down) {
            throw new MusterException(ErrorKind.UNAVAILABLE, "the store is down");
          }
          try {
            Files.writeString(target, "from " + name);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }

        @Override
        public void remove(Collection<String> names) {
          removed.addAll(names);
        }

        @Override
        public void close() {}
      };

  private StoredParts stored(ResultPlaces where) {
    EngineJob job = new Jobs().job(folder, where);
    return new StoredParts(job, new Parts(job), () -> now);
  }

  private static Packet packet(int task, String place) {
    return Packet.of("stored", place)
        .with("name", "r1-1-" + task + ".json")
        .with("task", task)
        .with("attempt", 1);
  }

  @Test
  void keepsThePlacesOfTheDriverFresh() throws Exception {
    StoredParts stored = stored(places);
    assertThat(stored.offer()).contains("https://store/1?signature", "https://store/32?");
    assertThat(stored.offer()).as("it has them").isNull();
    for (int i = 0; i < AHEAD / 2; i++) {
      stored.fetch(packet(i, "p" + (i + 1)));
    }
    assertThat(stored.offer()).as("half are used").contains("https://store/33?");
    now = now.plus(Duration.ofHours(6));
    assertThat(stored.offer()).as("they are old").contains("https://store/65?");
    stored.restarted();
    assertThat(stored.offer()).as("another driver").contains("https://store/97?");
  }

  @Test
  void bringsResultsHomeAndRemovesThemWhenTheirTaskIsCommitted() throws Exception {
    StoredParts stored = stored(places);
    stored.fetch(packet(1, "p1"));
    stored.fetch(packet(2, "p2"));
    assertThat(folder.resolve("spool/r1-1-1.json")).hasContent("from p1");
    stored.kept();
    assertThat(removed).as("nothing has ended").isEmpty();
    stored.ended(1);
    stored.drop(packet(3, "p3"));
    stored.kept();
    stored.kept();
    assertThat(removed).containsExactlyInAnyOrder("p1", "p3");
  }

  @Test
  void aResultThatDoesNotComeLacksItsFile() throws Exception {
    StoredParts stored = stored(places);
    down = true;
    stored.fetch(packet(1, "p1"));
    assertThat(folder.resolve("spool/r1-1-1.json")).doesNotExist();
  }

  @Test
  void namesLeadNowhereElse() {
    assertThatThrownBy(() -> stored(places).fetch(packet(1, "p1").with("name", "../x.json")))
        .hasMessageContaining("../x.json");
  }

  @Test
  void withoutAStoreNothingIsSaid() {
    assertThat(stored(ResultPlaces.NONE).offer()).isNull();
    assertThat(StoredParts.from(new Jobs().job(folder, ResultPlaces.NONE))).isZero();
    assertThat(StoredParts.from(new Jobs().job(folder, places))).isEqualTo(8L << 20);
    Jobs wrong = new Jobs();
    wrong.conf = Map.of("spark.muster.store.bytes", "8m");
    assertThatThrownBy(() -> StoredParts.from(wrong.job(folder, places)))
        .hasMessageContaining("spark.muster.store.bytes")
        .hasMessageContaining("8m");
  }
}
