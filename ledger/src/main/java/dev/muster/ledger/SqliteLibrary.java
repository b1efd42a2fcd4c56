package dev.muster.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, unpacked once into {@code <home>/cache/sqlite-<version>}. The driver
 * alone unpacks it in each process into the temporary folder, which takes 70 ms and leaves it there
 * when the process is killed.
 */
final class SqliteLibrary {

  private static final Logger log = LoggerFactory.getLogger(SqliteLibrary.class);

  /** The driver looks here first, and unpacks by itself when it does not find what it needs. */
  private static final String PATH = "org.sqlite.lib.path";

  private SqliteLibrary() {}

  /** Makes the driver take the library of this home, unless it has loaded or been told another. */
  static synchronized void prepare(Path home) {
    if (System.getProperty(PATH) != null) {
      return;
    }
    Path folder = home.resolve("cache").resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
    Path library = folder.resolve(LibraryLoaderUtil.getNativeLibName());
    try {
      if (!Files.exists(library)) {
        unpack(library);
      }
      System.setProperty(PATH, folder.toString());
    } catch (IOException e) {
      log.debug("SQLite's library cannot be kept in {}: the driver unpacks it again", folder, e);
    }
  }

  /** Written beside and renamed, so that no other process loads half a library. */
  private static void unpack(Path library) throws IOException {
    Files.createDirectories(library.getParent());
    Path beside = Files.createTempFile(library.getParent(), "library", ".tmp");
    String resource =
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("the driver has no library " + resource);
      }
      Files.copy(in, beside, StandardCopyOption.REPLACE_EXISTING);
      Files.move(beside, library, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
