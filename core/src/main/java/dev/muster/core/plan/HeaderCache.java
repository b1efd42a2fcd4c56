package dev.muster.core.plan;

import dev.muster.model.Digest;
import dev.muster.model.Input;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Headers of one bucket's tables, kept in a file between runs by key and content, so that a plan
 * asks the bucket only for its listing. Tables mostly share their headers: an object costs 20 bytes
 * in the file. What cannot be read or written is forgotten: it is only a cache.
 */
final class HeaderCache {

  /** First in the file; another number is another format. */
  private static final int FORMAT = 0x4d48_0001;

  /** Beyond so many, only what the last plan asked for is kept. */
  private static final int MAX_OBJECTS = 4_000_000;

  private final Path folder;
  private final Path file;
  private final List<List<String>> headers = new ArrayList<>();
  private Digest[] objects = {};
  private int[] headerOf = {};
  private final Map<Digest, List<String>> learned = new TreeMap<>();

  private HeaderCache(Path folder, String root) {
    this.folder = folder;
    this.file = folder.resolve(Digest.of(root).toString());
  }

  /** Opens the cache of a bucket. */
  static HeaderCache open(Path folder, String root) {
    HeaderCache cache = new HeaderCache(folder, root);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(cache.file)))) {
      cache.load(in);
    } catch (IOException | RuntimeException unusable) {
      cache.headers.clear();
      cache.objects = new Digest[0];
      cache.headerOf = new int[0];
    }
    return cache;
  }

  private void load(DataInputStream in) throws IOException {
    if (in.readInt() != FORMAT) {
      return;
    }
    int distinct = in.readInt();
    for (int i = 0; i < distinct; i++) {
      List<String> names = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        names.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
      }
      headers.add(List.copyOf(names));
    }
    int count = in.readInt();
    objects = new Digest[count];
    headerOf = new int[count];
    for (int i = 0; i < count; i++) {
      objects[i] = new Digest(in.readLong(), in.readLong());
      headerOf[i] = in.readInt();
    }
  }

  /** The header of an object with this content, if it was read before. */
  Optional<List<String>> find(Input input) {
    int at = Arrays.binarySearch(objects, id(input));
    return at < 0 ? Optional.empty() : Optional.of(headers.get(headerOf[at]));
  }

  /** Notes a header; for one thread at a time. */
  synchronized void put(Input input, List<String> header) {
    if (!input.version().isEmpty()) {
      learned.put(id(input), header);
    }
  }

  /** Writes what was learned; another process that does the same at once may win. */
  synchronized void save() {
    if (learned.isEmpty()) {
      return;
    }
    if (objects.length + learned.size() <= MAX_OBJECTS) {
      for (int i = 0; i < objects.length; i++) {
        learned.putIfAbsent(objects[i], headers.get(headerOf[i]));
      }
    }
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, ".part", "");
      try {
        write(part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException unwritable) {
      // The next plan reads the headers again.
    }
  }

  private void write(Path part) throws IOException {
    Map<List<String>, Integer> numbers = new LinkedHashMap<>();
    learned.values().forEach(header -> numbers.putIfAbsent(header, numbers.size()));
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
      out.writeInt(FORMAT);
      out.writeInt(numbers.size());
      for (List<String> header : numbers.keySet()) {
        out.writeInt(header.size());
        for (String name : header) {
          byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
          out.writeInt(bytes.length);
          out.write(bytes);
        }
      }
      out.writeInt(learned.size());
      for (Map.Entry<Digest, List<String>> entry : learned.entrySet()) {
        out.writeLong(entry.getKey().high());
        out.writeLong(entry.getKey().low());
        out.writeInt(numbers.getOrDefault(entry.getValue(), 0));
      }
    }
  }

  private static Digest id(Input input) {
    return Digest.of(input.key(), input.version());
  }
}
