package dev.muster.packages.distribution;

import dev.muster.spi.distribution.DistributionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Remembers of files whose hash was found right how the file system described them then. While the
 * description stays, the file was not written to: its hash need not be made again.
 */
final class Stamps {

  private final Path file;

  Stamps(Path file) {
    this.file = file;
  }

  /** The files that changed since, or are not there. */
  List<DistributionFile> changed(List<DistributionFile> files) {
    Map<String, String> known = read();
    return files.stream()
        .filter(one -> !describe(one.path()).equals(known.getOrDefault(one.sha256(), "unknown")))
        .toList();
  }

  /** Remembers files that were found right. */
  void write(List<DistributionFile> files) throws IOException {
    StringBuilder text = new StringBuilder();
    for (DistributionFile one : files) {
      text.append(one.sha256()).append(' ').append(describe(one.path())).append('\n');
    }
    Whole.write(file, text.toString());
  }

  private Map<String, String> read() {
    Map<String, String> known = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        int space = line.indexOf(' ');
        if (space > 0) {
          known.put(line.substring(0, space), line.substring(space + 1));
        }
      }
    } catch (IOException e) {
      return Map.of(); // then everything is looked at
    }
    return known;
  }

  /**
   * Size, number and time of the last change, which no user can set back; "none" without a file.
   */
  private static String describe(Path path) {
    try {
      Map<String, Object> unix = Files.readAttributes(path, "unix:size,ino,ctime");
      return unix.get("size") + " " + unix.get("ino") + " " + unix.get("ctime");
    } catch (IOException e) {
      return "none";
    } catch (UnsupportedOperationException e) {
      return plain(path);
    }
  }

  private static String plain(Path path) {
    try {
      return Files.size(path) + " " + Files.getLastModifiedTime(path).to(TimeUnit.NANOSECONDS);
    } catch (IOException e) {
      return "none";
    }
  }
}
