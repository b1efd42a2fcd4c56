package dev.muster.testkit.s3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** The objects of a scripted bucket. Used by several threads. */
public interface Bucket {

  /** The order in which S3 lists: that of the keys' UTF-8 bytes. */
  Comparator<String> ORDER =
      Comparator.comparing(
          (String key) -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  /**
   * Objects from a key on, in {@link #ORDER}: keys and contents.
   *
   * @param first need not exist
   * @param inclusive whether {@code first} itself counts
   */
  Iterator<Map.Entry<String, byte[]>> objectsFrom(String first, boolean inclusive);

  /** The bytes of an object; empty when there is none. */
  Optional<byte[]> content(String key);

  /** Writes an object; false when the bucket is read-only. */
  boolean put(String key, byte[] content);

  /** Removes an object, if it is there; false when the bucket is read-only. */
  default boolean delete(String key) {
    return false;
  }
}
