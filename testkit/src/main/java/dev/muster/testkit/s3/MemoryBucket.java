package dev.muster.testkit.s3;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Objects in memory; any number may be put. */
public final class MemoryBucket implements Bucket {

  private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>(ORDER);

  /** Puts text as UTF-8. */
  public MemoryBucket with(String key, String content) {
    put(key, content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  @Override
  public Iterator<Map.Entry<String, byte[]>> objectsFrom(String first, boolean inclusive) {
    return objects.tailMap(first, inclusive).entrySet().iterator();
  }

  @Override
  public Optional<byte[]> content(String key) {
    return Optional.ofNullable(objects.get(key));
  }

  @Override
  public boolean delete(String key) {
    objects.remove(key);
    return true;
  }

  @Override
  public boolean put(String key, byte[] content) {
    objects.put(key, content.clone());
    return true;
  }
}
