package dev.muster.spi.store;

import java.time.Instant;

/**
 * One object of a store, as its listing says.
 *
 * @param key the path below the store's root, {@code /} between its parts
 * @param size in bytes
 * @param modified when it was last written
 * @param etag the store's own mark of the content; empty where it has none (a folder)
 */
public record StoredObject(String key, long size, Instant modified, String etag) {}
