package dev.muster.spi.store;

import dev.muster.spi.MusterException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where bytes live: a folder or a bucket. Keys are relative to its root and use {@code /}. Safe for
 * use by several threads. Every method throws {@link MusterException} with NOT_FOUND, FORBIDDEN,
 * UNAUTHORIZED, RATE_LIMITED, UNAVAILABLE, TIMEOUT or QUOTA, naming the address.
 */
public interface Store extends AutoCloseable {

  /** The root that inputs carry, for instance {@code s3://bucket/} or {@code file:/data/}. */
  String root();

  /**
   * Lists objects in the order of their keys' UTF-8 bytes, page by page, as the stream is read: a
   * million keys never stand in memory together. Folders are not objects.
   *
   * @param prefix keys start with it; may be empty and need not end at a slash
   * @return to be closed
   */
  Stream<StoredObject> list(String prefix);

  /** Looks at one object; empty when there is none. */
  Optional<StoredObject> find(String key);

  /**
   * Reads an object.
   *
   * @param key which
   * @param offset first byte
   * @param length at most so many bytes, -1 for all
   * @param etag read only if the object still carries it (If-Match); empty for whatever is there
   * @throws MusterException CONFLICT when the object has changed
   */
  InputStream open(String key, long offset, long length, String etag);

  /** Writes an object whole or not at all: readers see the old content or the new. */
  void put(String key, Path file);

  /** Removes an object; one that is not there is no error. */
  void delete(String key);

  /**
   * An address at which whoever has it may write an object by one HTTP PUT, without a login; empty
   * where the store has no such thing.
   *
   * @param valid for how long; a store's own login may allow less
   */
  default Optional<URI> writeAddress(String key, Duration valid) {
    return Optional.empty();
  }

  /** The object as a file of this machine, empty where it has to be fetched first. */
  Optional<Path> localPath(String key);

  @Override
  void close();
}
