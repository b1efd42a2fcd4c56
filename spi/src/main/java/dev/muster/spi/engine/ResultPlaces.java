package dev.muster.spi.engine;

import dev.muster.spi.MusterException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Places in the user's store where whoever runs a task may put a large result, with no key of the
 * store. Every method throws {@link MusterException} with what the store said.
 */
public interface ResultPlaces {

  /** For a run that has no store. */
  ResultPlaces NONE =
      new ResultPlaces() {
        @Override
        public List<Place> make(int count) {
          return List.of();
        }

        @Override
        public void fetch(String name, Path target, long most) {
          throw new IllegalStateException("there is no place " + name);
        }

        @Override
        public void remove(Collection<String> names) {}

        @Override
        public void close() {}
      };

  /** Makes so many; none when the run has no store, or its store knows no such addresses. */
  List<Place> make(int count);

  /**
   * Brings what was put into a place.
   *
   * @param most bytes that it may have
   * @throws MusterException NOT_FOUND when nothing was put there; INVALID when it is too large, or
   *     was not made by this run
   */
  void fetch(String name, Path target, long most);

  /** Removes what was put into places; where nothing was put nothing happens. */
  void remove(Collection<String> names);

  /** Removes all that was put into any place of the run, also by an owner before. */
  void close();

  /**
   * A place for one result.
   *
   * @param name tells it from others of the run
   * @param address takes one HTTP PUT from whoever has it
   * @param until when it takes no more
   */
  record Place(String name, URI address, Instant until) {}
}
