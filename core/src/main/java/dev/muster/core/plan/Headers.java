package dev.muster.core.plan;

import dev.muster.core.SideBySide;
import dev.muster.model.Input;
import dev.muster.spi.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Headers of many tables: of files one by one, of objects in buckets side by side, and cached. */
final class Headers {

  private static final int REMOTE_READERS = 16;

  private final ColumnFinder finder;
  private final Path cacheFolder;
  private final Map<String, HeaderCache> caches = new HashMap<>();

  /** Equal headers are one list: a million tables may share it. */
  private final Map<List<String>, List<String>> shared = new ConcurrentHashMap<>();

  /**
   * @param cacheFolder keeps headers of buckets; need not be there
   */
  Headers(Function<String, Store> stores, Path cacheFolder) {
    this.finder = new ColumnFinder(stores);
    this.cacheFolder = cacheFolder;
  }

  /** The header of each input; an empty list for what is no table. */
  List<List<String>> of(List<Input> inputs) throws InterruptedException {
    List<List<String>> headers = new ArrayList<>(Collections.nCopies(inputs.size(), List.of()));
    List<Integer> remote = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Input input = inputs.get(i);
      if (!CsvHeader.isTable(input.key())) {
        continue;
      }
      if (input.root().startsWith("file:")) {
        headers.set(i, share(finder.header(input)));
      } else {
        var known = cache(input).find(input);
        if (known.isPresent()) {
          headers.set(i, share(known.get()));
        } else {
          remote.add(i);
        }
      }
    }
    if (!remote.isEmpty()) {
      try {
        SideBySide.each(remote, REMOTE_READERS, at -> read(inputs.get(at), at, headers));
      } finally {
        caches.values().forEach(HeaderCache::save);
      }
    }
    return headers;
  }

  private HeaderCache cache(Input input) {
    return caches.computeIfAbsent(input.root(), root -> HeaderCache.open(cacheFolder, root));
  }

  private List<String> share(List<String> header) {
    return shared.computeIfAbsent(header, names -> names);
  }

  private void read(Input input, int at, List<List<String>> headers) {
    List<String> header = share(finder.header(input));
    headers.set(at, header);
    Objects.requireNonNull(caches.get(input.root())).put(input, header);
  }
}
