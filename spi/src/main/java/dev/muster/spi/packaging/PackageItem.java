package dev.muster.spi.packaging;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file that is to be packed.
 *
 * @param name where it will stand in the package
 * @param source gives its content, the same whenever it is opened
 * @param size in bytes
 * @param sha256 when it is known; it is compared while the file is packed. Null when it is not
 * @param executable whether it is a program
 * @param origin as in {@link PackageFile#origin}
 * @param licences as in {@link PackageFile#licences}
 */
public record PackageItem(
    String name,
    Source source,
    long size,
    @Nullable String sha256,
    boolean executable,
    String origin,
    List<String> licences) {

  public PackageItem {
    licences = List.copyOf(licences);
  }

  /** Gives the content of a file. */
  @FunctionalInterface
  public interface Source {
    /** Opens it. */
    InputStream open() throws IOException;
  }

  /** A file of this machine. */
  public static PackageItem file(
      String name, Path file, boolean executable, String origin, List<String> licences)
      throws IOException {
    return new PackageItem(
        name,
        () -> Files.newInputStream(file),
        Files.size(file),
        null,
        executable,
        origin,
        licences);
  }

  /** A text of Muster's own. */
  public static PackageItem text(String name, String text, boolean executable) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new PackageItem(
        name,
        () -> new ByteArrayInputStream(bytes),
        bytes.length,
        null,
        executable,
        "muster",
        List.of());
  }
}
