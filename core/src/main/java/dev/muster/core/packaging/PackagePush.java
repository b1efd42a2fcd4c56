package dev.muster.core.packaging;

import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.packaging.PackageArchives;
import dev.muster.spi.packaging.PackageContents;
import dev.muster.spi.store.Store;
import dev.muster.spi.store.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts packages into stores: {@code ID.tar}, and in a folder {@code ID/} the scripts that clouds
 * want as objects of their own. The archive comes last: where it is, all is there.
 */
public final class PackagePush {

  private final PackageArchives archives;

  public PackagePush(PackageArchives archives) {
    this.archives = archives;
  }

  /**
   * What was put where.
   *
   * @param url of the archive
   * @param objects all of them, by address below the store's root, with their sizes
   * @param moved bytes that had to travel
   */
  public record Pushed(
      PackageContents contents, String url, Map<String, Long> objects, long moved) {}

  /**
   * Compares all of a package, then puts it where it is not yet.
   *
   * @param store where to
   * @param prefix below its root, empty or with a slash at its end
   * @param scratch a folder for scripts, there already
   */
  public Pushed push(
      Path file, Store store, String prefix, Path scratch, Cancellation cancellation) {
    PackageContents contents = archives.verify(file, null, read -> {}, cancellation);
    String id = contents.id().toString();
    Map<String, byte[]> scripts = archives.extract(file, PackageScripts.BESIDE);
    Map<String, Long> objects = new TreeMap<>();
    List<Planned> missing = new ArrayList<>();
    try {
      for (Map.Entry<String, byte[]> script : scripts.entrySet()) {
        String name = script.getKey().substring(script.getKey().lastIndexOf('/') + 1);
        Path copy = Files.write(scratch.resolve(name), script.getValue());
        plan(store, prefix + id + "/" + name, copy, objects, missing);
      }
      String ending = gzip(file) ? ".tar.gz" : ".tar";
      plan(store, prefix + id + ending, file, objects, missing);
      long moved = 0;
      for (Planned each : missing) {
        if (cancellation.requested()) {
          throw new MusterException(ErrorKind.INTERRUPTED, "stopped while " + id + " was pushed");
        }
        store.put(each.key(), each.file());
        moved += Files.size(each.file());
      }
      return new Pushed(contents, store.root() + prefix + id + ending, objects, moved);
    } catch (IOException e) {
      FileFault fault = FileFault.of(e);
      throw new MusterException(fault.kind(), "pushing " + file + ": " + fault.words(), null, e);
    }
  }

  private record Planned(String key, Path file) {}

  /** The name holds the hash of the content: one of the same size is the same. */
  private static void plan(
      Store store, String key, Path file, Map<String, Long> objects, List<Planned> missing)
      throws IOException {
    long size = Files.size(file);
    objects.put(key, size);
    Optional<StoredObject> there = store.find(key);
    if (there.isEmpty() || there.get().size() != size) {
      missing.add(new Planned(key, file));
    }
  }

  private static boolean gzip(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".gz") || name.endsWith(".tgz");
  }
}
