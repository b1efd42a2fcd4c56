package dev.muster.stores;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.store.Store;
import dev.muster.spi.store.StoreFactory;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens folders of this machine: {@code file:/data/}; {@code file:///data} is the same. The path is
 * plain text, not percent-encoded.
 */
public final class FileStoreFactory implements StoreFactory {

  private static final String SCHEME = "file:";

  @Override
  public Set<String> schemes() {
    return Set.of("file");
  }

  @Override
  public Store open(String root, Function<String, @Nullable String> environment) {
    String folder = root.startsWith(SCHEME) ? root.substring(SCHEME.length()) : root;
    if (!folder.startsWith("/") || folder.indexOf('\0') >= 0) {
      throw new MusterException(
          ErrorKind.INVALID,
          "the store " + root.replace("\0", "\\0") + " is not an absolute folder",
          "write file: and an absolute path, such as file:/data/");
    }
    Path path = FileNames.absolute(folder).normalize();
    String text = FileNames.text(path);
    return new FileStore(SCHEME + (text.endsWith("/") ? text : text + "/"), path);
  }
}
