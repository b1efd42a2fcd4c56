package dev.muster.core.run;

import dev.muster.model.Digest;
import dev.muster.model.Input;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.InputFiles;
import dev.muster.spi.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Inputs as local files. Files of this machine stand where they are; objects of other stores are
 * fetched once for each content, under their own file name, and read only if they still are what
 * was planned. Closing it makes room.
 */
final class InputCache implements InputFiles, AutoCloseable {

  private final Function<String, Store> stores;
  private final InputFolder folder;
  private final InstantSource clock;
  private final ConcurrentHashMap<Path, Object> fetching = new ConcurrentHashMap<>();

  InputCache(Function<String, Store> stores, InputFolder folder, InstantSource clock) {
    this.stores = stores;
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public Path localFile(Input input) {
    Store store = stores.apply(input.root());
    Optional<Path> local = store.localPath(input.key());
    if (local.isPresent()) {
      return checked(input, local.get());
    }
    String name = input.key().substring(input.key().lastIndexOf('/') + 1);
    try {
      Path cached =
          folder
              .use()
              .resolve(Digest.of(input.uri(), input.version()).toString())
              .resolve(name.isEmpty() ? "object" : name);
      Object turn = fetching.computeIfAbsent(cached, path -> new Object());
      synchronized (turn) {
        if (Files.exists(cached)) {
          Files.setLastModifiedTime(cached, FileTime.from(clock.instant()));
        } else {
          fetch(store, input, cached);
        }
      }
      return cached;
    } catch (IOException e) {
      FileFault fault = FileFault.of(e);
      throw new MusterException(
          fault.full() ? ErrorKind.QUOTA : ErrorKind.UNAVAILABLE,
          input.uri() + " cannot be fetched: " + fault.words(),
          fault.full() ? "make room there; nothing that was committed is lost" : null,
          e);
    }
  }

  private static Path checked(Input input, Path file) {
    try {
      if (Files.size(file) == input.size()) {
        return file;
      }
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE, input.uri() + " cannot be read: " + e, null, e);
    }
    throw new MusterException(
        ErrorKind.CONFLICT, input.uri() + " has changed since the run was planned");
  }

  private static void fetch(Store store, Input input, Path target) throws IOException {
    String etag = input.version().startsWith("etag:") ? input.version().substring(5) : "";
    Path parent = target.getParent();
    if (parent == null) {
      throw new IllegalStateException("no folder for " + target);
    }
    Files.createDirectories(parent);
    Path part = Files.createTempFile(parent, InputFolder.PART, "");
    try {
      try (InputStream in = store.open(input.key(), 0, -1, etag)) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      if (Files.size(part) != input.size()) {
        throw new MusterException(
            ErrorKind.UNAVAILABLE,
            input.uri() + " ended after " + Files.size(part) + " of " + input.size() + " bytes");
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  @Override
  public void close() {
    folder.close();
  }
}
