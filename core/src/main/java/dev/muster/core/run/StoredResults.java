package dev.muster.core.run;

import dev.muster.model.Intent;
import dev.muster.model.RunId;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.ResultPlaces;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.store.Store;
import dev.muster.spi.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Places for large results beside where a project's results are saved: {@code
 * PREFIX/.muster/RUN/SESSION/NAME}. They are there until the ledger has what they hold, at most as
 * long as the run is at work. An intent stands in the journal before the first address is given
 * away.
 */
public final class StoredResults implements ResultPlaces {

  /** The kind of its intents; their resource is the address of the folder. */
  public static final String KIND = "store.folder";

  /** As long as a run may go on with no new addresses; what a store's own login allows is less. */
  private static final Duration VALID = Duration.ofHours(12);

  /** Clocks of hosts differ, and a PUT takes a while. */
  private static final Duration MARGIN = Duration.ofMinutes(30);

  private static final String FOLDER = ".muster/";

  private final Function<String, Store> stores;
  private final Supplier<Ledger> ledger;
  private final Clock clock;
  private final SavePlace place;
  private final String folder;
  private final String session = UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, String> tags;
  private boolean noted;

  /**
   * @param savedTo where the project's results are saved, for instance {@code s3://bucket/prefix}
   */
  StoredResults(
      Function<String, Store> stores,
      Supplier<Ledger> ledger,
      Clock clock,
      String savedTo,
      RunId run) {
    this.stores = stores;
    this.ledger = ledger;
    this.clock = clock;
    place = SavePlace.of(savedTo);
    folder = place.prefix() + FOLDER + run + "/";
    tags = Map.of("managed-by", "muster", "run", run.value());
  }

  @Override
  public synchronized List<Place> make(int count) {
    Store store = stores.apply(place.root());
    Instant until = clock.instant().plus(VALID).minus(MARGIN);
    List<Place> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = session + "/" + UUID.randomUUID();
      Optional<URI> address = store.writeAddress(folder + name, VALID);
      if (address.isEmpty()) {
        return List.of();
      }
      made.add(new Place(name, address.get(), until));
    }
    if (!noted) {
      note();
      noted = true;
    }
    return made;
  }

  /** The folder is there from the first object on, which others put: it counts as made now. */
  private void note() {
    ledger
        .get()
        .write(
            tx -> {
              Intent made = tx.intents().open(KIND, Intent.Action.CREATE, tags);
              return tx.intents().done(made.id(), place.root() + folder + session + "/");
            });
  }

  @Override
  public void fetch(String name, Path target, long most) {
    try (InputStream in = stores.apply(place.root()).open(key(name), 0, most + 1, "");
        OutputStream out = Files.newOutputStream(target)) {
      if (in.transferTo(out) > most) {
        throw new MusterException(
            ErrorKind.INVALID, place.root() + key(name) + " has more than " + most + " bytes");
      }
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE, place.root() + key(name) + " could not be read: " + e, null, e);
    }
  }

  private String key(String name) {
    if (!name.matches("[0-9a-f]{8}/[0-9a-f-]{36}")) {
      throw new MusterException(ErrorKind.INVALID, "no place of this run: " + name);
    }
    return folder + name;
  }

  @Override
  public void remove(Collection<String> names) {
    Store store = stores.apply(place.root());
    names.forEach(name -> store.delete(key(name)));
  }

  /**
   * Removes all folders of a run, as the journal names them; lists again, and only then is done.
   */
  @Override
  public void close() {
    remove(stores, ledger.get(), tags);
  }

  /**
   * Removes the folders of large results that the journal says should be there.
   *
   * @param tags which; for instance those of a run
   * @return what was removed
   */
  public static List<String> remove(
      Function<String, Store> stores, Ledger ledger, Map<String, String> tags) {
    List<String> removed = new ArrayList<>();
    for (Intent made : standing(ledger, tags)) {
      String address = String.valueOf(made.resource());
      SavePlace folder = SavePlace.of(address);
      Intent deletion =
          ledger.write(tx -> tx.intents().open(KIND, Intent.Action.DELETE, made.tags()));
      Store store = stores.apply(folder.root());
      empty(store, folder.prefix());
      ledger.write(tx -> tx.intents().done(deletion.id(), address));
      removed.add(address);
    }
    return removed;
  }

  /** Deletes and lists again, until nothing is listed. */
  private static void empty(Store store, String prefix) {
    List<String> left = keys(store, prefix);
    while (!left.isEmpty()) {
      left.forEach(store::delete);
      List<String> again = keys(store, prefix);
      if (again.equals(left)) {
        throw new MusterException(
            ErrorKind.UNAVAILABLE,
            store.root()
                + prefix
                + " does not get empty: "
                + left.get(0)
                + " was deleted and is there",
            "see who writes there, then muster cleanup");
      }
      left = again;
    }
  }

  /** What should be there now. */
  public static List<Intent> standing(Ledger ledger, Map<String, String> tags) {
    return ledger.read(tx -> tx.intents().standing(tags)).stream()
        .filter(intent -> intent.kind().equals(KIND))
        .toList();
  }

  private static List<String> keys(Store store, String prefix) {
    try (Stream<StoredObject> objects = store.list(prefix)) {
      return objects.limit(1000).map(StoredObject::key).toList();
    }
  }
}
