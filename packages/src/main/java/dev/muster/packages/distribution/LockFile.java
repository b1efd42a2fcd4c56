package dev.muster.packages.distribution;

import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.Distribution.Origin;
import dev.muster.spi.distribution.DistributionFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a distribution consists of, as text: JSON, one file a line, the same for the same
 * distribution. It says nothing of this machine.
 */
final class LockFile {

  /** The largest text that is read. */
  static final int MOST_BYTES = 8 << 20;

  private LockFile() {}

  static String write(Distribution distribution) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("name", distribution.name());
    head.put("version", distribution.version());
    head.put("scala", distribution.scala());
    head.put("origin", distribution.origin().name());
    head.put("digest", distribution.digest());
    return LinedJson.write(head, distribution.files().stream().map(LockFile::line).toList());
  }

  private static Map<String, Object> line(DistributionFile file) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("name", file.name());
    line.put("sha256", file.sha256());
    line.put("size", file.size());
    if (file.executable()) {
      line.put("executable", true);
    }
    return line;
  }

  /**
   * Reads it; it may come from anywhere.
   *
   * @param paths where a content is, by its hash
   * @throws IllegalArgumentException says what is wrong
   */
  static Distribution read(String text, Function<String, Path> paths) {
    Map<String, @Nullable Object> head = LinedJson.read(text);
    List<DistributionFile> files = new ArrayList<>();
    for (Map<?, ?> file : LinedJson.files(head)) {
      String sha256 = LinedJson.value(file, "sha256", String.class);
      files.add(
          new DistributionFile(
              LinedJson.value(file, "name", String.class),
              sha256,
              LinedJson.value(file, "size", Long.class),
              Boolean.TRUE.equals(file.get("executable")),
              sha256.matches("[0-9a-f]{64}") ? paths.apply(sha256) : Path.of("")));
    }
    return new Distribution(
        LinedJson.value(head, "name", String.class),
        LinedJson.value(head, "version", String.class),
        LinedJson.value(head, "scala", String.class),
        origin(LinedJson.value(head, "origin", String.class)),
        LinedJson.value(head, "digest", String.class),
        files);
  }

  private static Origin origin(String name) {
    Optional<Origin> origin =
        Stream.of(Origin.values()).filter(one -> one.name().equals(name)).findFirst();
    return origin.orElseThrow(
        () -> new IllegalArgumentException("its origin cannot be \"" + name + "\""));
  }
}
