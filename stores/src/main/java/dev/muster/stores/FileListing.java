package dev.muster.stores;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.store.StoredObject;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks a folder in the order of whole keys. Only the folders from the root to the current one are
 * in memory, each read whole and sorted as if the names of folders ended with a slash: so {@code
 * a.csv} comes before {@code a/b.csv}, and that before {@code a0}.
 *
 * <p>Symbolic links are followed; one that leads back into a folder above it is left out, as are
 * dangling links, sockets, pipes, devices and half-written files.
 */
final class FileListing extends Spliterators.AbstractSpliterator<StoredObject> {

  private final Path root;
  private final String prefix;
  private final Deque<Level> levels = new ArrayDeque<>();
  private boolean started;

  /**
   * @param root a folder
   * @param prefix checked: leads nowhere else
   */
  FileListing(Path root, String prefix) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL);
    this.root = root;
    this.prefix = prefix;
  }

  /** A folder that is being walked. */
  private record Level(String key, Path path, @Nullable Object id, Iterator<Entry> entries) {}

  /**
   * One entry of a folder.
   *
   * @param name ends with a slash when it is a folder
   * @param id what tells folders apart: device and inode; null for files, they need none
   */
  private record Entry(String name, long size, Instant modified, @Nullable Object id) {

    boolean isFolder() {
      return name.endsWith("/");
    }
  }

  @Override
  public boolean tryAdvance(Consumer<? super StoredObject> action) {
    start();
    while (!levels.isEmpty()) {
      Level level = levels.getLast();
      if (!level.entries().hasNext()) {
        levels.removeLast();
        continue;
      }
      Entry entry = level.entries().next();
      String key = level.key() + entry.name();
      if (entry.isFolder()) {
        if (isWanted(key) && levels.stream().noneMatch(l -> Objects.equals(l.id(), entry.id()))) {
          Path folder = FileNames.resolve(level.path(), entry.name());
          levels.addLast(new Level(key, folder, entry.id(), read(folder).iterator()));
        }
      } else if (key.startsWith(prefix)) {
        action.accept(new StoredObject(key, entry.size(), entry.modified(), ""));
        return true;
      }
    }
    return false;
  }

  private boolean isWanted(String folder) {
    return folder.startsWith(prefix) || prefix.startsWith(folder);
  }

  /** Begins at the deepest folder that holds all keys with the prefix. */
  private void start() {
    if (started) {
      return;
    }
    started = true;
    Object rootId = folderId(root).orElseThrow(this::noRoot);
    String key = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    Path folder = FileNames.resolve(root, key);
    Object id = key.isEmpty() ? rootId : folderId(folder).orElse(null);
    if (id != null) {
      levels.addLast(new Level(key, folder, id, read(folder).iterator()));
    }
  }

  private MusterException noRoot() {
    return new MusterException(
        ErrorKind.NOT_FOUND, "there is no folder " + root, "make it, or name another one");
  }

  private static Optional<Object> folderId(Path path) {
    return attributes(path).filter(BasicFileAttributes::isDirectory).map(FileListing::id);
  }

  private static Object id(BasicFileAttributes folder) {
    return Objects.requireNonNull(folder.fileKey(), "POSIX file systems number their files");
  }

  private static List<Entry> read(Path folder) {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        String name = FileNames.lastPart(path);
        if (!AtomicCopy.isUnfinished(name)) {
          attributes(path).flatMap(found -> entry(name, found)).ifPresent(entries::add);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException goneSince) {
      return List.of();
    } catch (DirectoryIteratorException failure) {
      throw FileErrorTranslator.translate(
          "list", folder, Objects.requireNonNull(failure.getCause()));
    } catch (IOException failure) {
      throw FileErrorTranslator.translate("list", folder, failure);
    }
    entries.sort(Comparator.comparing(Entry::name, Utf8Order.INSTANCE));
    return entries;
  }

  private static Optional<Entry> entry(String name, BasicFileAttributes found) {
    Instant modified = found.lastModifiedTime().toInstant();
    if (found.isDirectory()) {
      return Optional.of(new Entry(name + "/", 0, modified, id(found)));
    }
    return found.isRegularFile()
        ? Optional.of(new Entry(name, found.size(), modified, null))
        : Optional.empty();
  }

  /** Empty when nothing is there: gone meanwhile, or a link that leads nowhere or to itself. */
  static Optional<BasicFileAttributes> attributes(Path path) {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (NoSuchFileException nothing) {
      return Optional.empty();
    } catch (AccessDeniedException refused) {
      throw FileErrorTranslator.translate("look at", path, refused);
    } catch (FileSystemException failure) {
      if (Files.isSymbolicLink(path) || isBelowFile(path)) {
        return Optional.empty();
      }
      throw FileErrorTranslator.translate("look at", path, failure);
    } catch (IOException failure) {
      throw FileErrorTranslator.translate("look at", path, failure);
    }
  }

  /** The JDK says only "Not a directory", as text, when a part above is a file. */
  private static boolean isBelowFile(Path path) {
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      if (Files.exists(above)) {
        return !Files.isDirectory(above);
      }
    }
    return false;
  }
}
