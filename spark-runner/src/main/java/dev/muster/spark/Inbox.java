package dev.muster.spark;

import dev.muster.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What Muster asks for while the application runs: a numbered file each in the folder {@code in},
 * moved there whole, read in order and removed.
 */
final class Inbox implements AutoCloseable {

  /** Some file systems tell nobody that a file has come. */
  private static final long POLL_MILLIS = 250;

  private final Path folder;
  private final WatchService watch;
  private long next;

  /**
   * @param next number of the first file that is for this driver; lower ones were for the last
   */
  Inbox(Path folder, long next) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.next = next;
    watch = FileSystems.getDefault().newWatchService();
    folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
  }

  /** The next request; waits for it. */
  Map<String, @Nullable Object> take() throws IOException, InterruptedException {
    while (true) {
      Path file = find();
      if (file != null) {
        Map<String, @Nullable Object> request =
            Json.parseObject(Files.readString(file, StandardCharsets.UTF_8));
        Files.delete(file);
        next++;
        return request;
      }
      WatchKey key = watch.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (key != null) {
        key.pollEvents();
        key.reset();
      }
    }
  }

  private @Nullable Path find() throws IOException {
    TreeMap<Long, Path> waiting = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (name.matches("[0-9]{1,18}\\.json")) {
          waiting.put(Long.parseLong(name.substring(0, name.length() - 5)), file);
        }
      }
    }
    while (!waiting.isEmpty() && waiting.firstKey() < next) {
      Files.deleteIfExists(waiting.pollFirstEntry().getValue());
    }
    return waiting.get(next);
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
