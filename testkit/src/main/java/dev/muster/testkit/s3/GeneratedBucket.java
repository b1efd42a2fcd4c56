package dev.muster.testkit.s3;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Objects that are made when asked for: a million of them cost no memory. Read-only.
 *
 * @param count how many
 * @param keys the key of a number from 0; rising in {@link Bucket#ORDER}
 * @param contents the bytes of a key
 */
public record GeneratedBucket(
    long count, LongFunction<String> keys, Function<String, byte[]> contents) implements Bucket {

  @Override
  public Iterator<Map.Entry<String, byte[]>> objectsFrom(String first, boolean inclusive) {
    return LongStream.range(numberFrom(first, inclusive), count)
        .mapToObj(keys)
        .map(key -> Map.entry(key, contents.apply(key)))
        .iterator();
  }

  @Override
  public Optional<byte[]> content(String key) {
    long number = numberFrom(key, true);
    return number < count && keys.apply(number).equals(key)
        ? Optional.of(contents.apply(key))
        : Optional.empty();
  }

  @Override
  public boolean put(String key, byte[] content) {
    return false;
  }

  /** The first number whose key is not before {@code first}, by bisection. */
  private long numberFrom(String first, boolean inclusive) {
    long low = 0;
    long high = count;
    while (low < high) {
      long middle = (low + high) >>> 1;
      int order = ORDER.compare(keys.apply(middle), first);
      if (order < 0 || (order == 0 && !inclusive)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
