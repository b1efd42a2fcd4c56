package dev.muster.exit;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * How a driver ended, as a file of the file system that the cluster shares: on its first line the
 * status, from 0 to 255, then whose it is.
 */
final class ExitFile implements AutoCloseable {

  /** The variable of a driver's environment that names the file. */
  static final String VARIABLE = "MUSTER_EXIT_FILE";

  private static final int LONGEST = 1000;

  /** What a process makes of a status (POSIX, exit). */
  private static final int LOW_BYTE = 0xff;

  private final FileSystem files;
  private final Path path;

  private ExitFile(FileSystem files, Path path) {
    this.files = files;
    this.path = path;
  }

  /**
   * Opens the file system, with the configuration of Hadoop on the class path.
   *
   * @param name absolute, or below the home that the user has there
   */
  static ExitFile at(String name) throws IOException {
    Configuration configuration = new Configuration();
    Path path = new Path(name);
    // One of its own: what Spark or the program closes is shared.
    FileSystem files =
        FileSystem.newInstance(
            path.toUri().getScheme() == null
                ? FileSystem.getDefaultUri(configuration)
                : path.toUri(),
            configuration);
    return new ExitFile(files, path);
  }

  /** Takes away what an earlier attempt said. */
  void clear() throws IOException {
    files.delete(path, false);
  }

  /**
   * Writes, in place of what was there.
   *
   * @param owner in words, for people
   */
  void write(int status, String owner) throws IOException {
    try (OutputStream out = files.create(path, true)) {
      out.write(((status & LOW_BYTE) + "\n" + owner + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The status, when it is there. */
  OptionalInt read() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (InputStream in = files.open(path)) {
      byte[] some = new byte[LONGEST];
      int count = in.read(some);
      while (count > 0 && text.size() < LONGEST) {
        text.write(some, 0, count);
        count = in.read(some);
      }
    } catch (FileNotFoundException e) {
      return OptionalInt.empty();
    }
    return parse(new String(text.toByteArray(), StandardCharsets.UTF_8));
  }

  /** A status from 0 to 255 on the first line. */
  static OptionalInt parse(String text) {
    String first = text.split("\n", 2)[0].trim();
    boolean valid = first.matches("[0-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5]");
    return valid ? OptionalInt.of(Integer.parseInt(first)) : OptionalInt.empty();
  }

  /** Takes the file away with its folder, which is its own. */
  void remove() throws IOException {
    files.delete(path.getParent(), true);
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
