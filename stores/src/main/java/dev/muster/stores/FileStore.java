package dev.muster.stores;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.store.Store;
import dev.muster.spi.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A folder of this machine. Its objects are the regular files in it and below it; they have no
 * etags. Streams that it opens throw {@link MusterException} too when reading fails.
 */
final class FileStore implements Store {

  /** The longest name that Linux' file systems take, in bytes (NAME_MAX in limits.h). */
  private static final int LONGEST_NAME = 255;

  private final String root;
  private final Path folder;

  /**
   * @param root ends with a slash
   * @param folder the same as a path
   */
  FileStore(String root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  @Override
  public String root() {
    return root;
  }

  @Override
  public Stream<StoredObject> list(String prefix) {
    Keys.checkPrefix(root, prefix);
    int slash = prefix.lastIndexOf('/');
    if (slash >= 0) {
      path(prefix.substring(0, slash));
    }
    return StreamSupport.stream(new FileListing(folder, prefix), false);
  }

  @Override
  public Optional<StoredObject> find(String key) {
    return FileListing.attributes(path(key))
        .filter(BasicFileAttributes::isRegularFile)
        .map(a -> new StoredObject(key, a.size(), a.lastModifiedTime().toInstant(), ""));
  }

  @Override
  public InputStream open(String key, long offset, long length, String etag) {
    Path path = path(key);
    if (find(key).isEmpty()) {
      throw new MusterException(
          ErrorKind.NOT_FOUND,
          "there is no file " + path,
          "look at what is there: ls -l " + folder);
    }
    if (!etag.isEmpty()) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "cannot read %s as %s: files have no etag".formatted(path, etag),
          "list the folder again");
    }
    try {
      return new FileBody(channelAt(path, offset), length, path);
    } catch (IOException failure) {
      throw FileErrorTranslator.translate("read", path, failure);
    }
  }

  private static InputStream channelAt(Path path, long offset) throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(path);
    try {
      return Channels.newInputStream(channel.position(offset));
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  @Override
  public void put(String key, Path file) {
    Path path = path(key);
    if (!Files.isRegularFile(file)) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "cannot write %s: there is no file %s".formatted(path, file));
    }
    if (Files.isDirectory(path)) {
      throw Keys.invalid(root, key, "a folder has this name");
    }
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      if (Files.exists(above) && !Files.isDirectory(above)) {
        throw Keys.invalid(root, key, above + " is a file, not a folder");
      }
    }
    try {
      AtomicCopy.copy(file, path);
    } catch (IOException failure) {
      throw FileErrorTranslator.translate("write", path, failure);
    }
  }

  @Override
  public void delete(String key) {
    Path path = path(key);
    if (Files.isDirectory(path)) {
      throw Keys.invalid(root, key, "a folder has this name");
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException failure) {
      throw FileErrorTranslator.translate("remove", path, failure);
    }
  }

  @Override
  public Optional<Path> localPath(String key) {
    return Optional.of(path(key));
  }

  /** Keys and paths are one to one: {@code a//b} and {@code ./a} are refused. */
  private Path path(String key) {
    Keys.check(root, key);
    for (String part : key.split("/", -1)) {
      if (part.isEmpty() || part.equals(".")) {
        throw Keys.invalid(root, key, "it has an empty part or a part that is only a dot");
      }
      if (part.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
        throw Keys.invalid(root, key, "a part is longer than " + LONGEST_NAME + " bytes");
      }
    }
    return FileNames.resolve(folder, key);
  }

  @Override
  public void close() {}
}
