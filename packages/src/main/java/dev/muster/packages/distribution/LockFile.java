package dev.muster.packages.distribution;

import dev.muster.protocol.Json;
import dev.muster.protocol.JsonException;
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

  private static final long FORMAT = 1;

  private LockFile() {}

  static String write(Distribution distribution) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("format", FORMAT);
    head.put("name", distribution.name());
    head.put("version", distribution.version());
    head.put("scala", distribution.scala());
    head.put("origin", distribution.origin().name());
    head.put("digest", distribution.digest());
    String opened = Json.write(head);
    StringBuilder text = new StringBuilder(opened.substring(0, opened.length() - 1));
    text.append(",\"files\":[");
    String separator = "\n";
    for (DistributionFile file : distribution.files()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("name", file.name());
      line.put("sha256", file.sha256());
      line.put("size", file.size());
      if (file.executable()) {
        line.put("executable", true);
      }
      text.append(separator);
      Json.write(line, text);
      separator = ",\n";
    }
    return text.append("\n]}\n").toString();
  }

  /**
   * Reads it; it may come from anywhere.
   *
   * @param paths where a content is, by its hash
   * @throws IllegalArgumentException says what is wrong
   */
  static Distribution read(String text, Function<String, Path> paths) {
    try {
      Map<String, @Nullable Object> head = Json.parseObject(text);
      if (!Long.valueOf(FORMAT).equals(head.get("format"))) {
        throw new IllegalArgumentException(
            "its format is " + head.get("format") + ", this Muster reads " + FORMAT);
      }
      List<DistributionFile> files = new ArrayList<>();
      for (Object line : value(head, "files", List.class)) {
        if (!(line instanceof Map<?, ?> file)) {
          throw new IllegalArgumentException("files holds something else than objects");
        }
        String sha256 = value(file, "sha256", String.class);
        files.add(
            new DistributionFile(
                value(file, "name", String.class),
                sha256,
                value(file, "size", Long.class),
                Boolean.TRUE.equals(file.get("executable")),
                sha256.matches("[0-9a-f]{64}") ? paths.apply(sha256) : Path.of("")));
      }
      return new Distribution(
          value(head, "name", String.class),
          value(head, "version", String.class),
          value(head, "scala", String.class),
          origin(value(head, "origin", String.class)),
          value(head, "digest", String.class),
          files);
    } catch (JsonException e) {
      throw new IllegalArgumentException("it is no JSON object: " + e.getMessage(), e);
    }
  }

  private static Origin origin(String name) {
    Optional<Origin> origin =
        Stream.of(Origin.values()).filter(one -> one.name().equals(name)).findFirst();
    return origin.orElseThrow(
        () -> new IllegalArgumentException("its origin cannot be \"" + name + "\""));
  }

  private static <T> T value(Map<?, ?> object, String key, Class<T> type) {
    Object value = object.get(key);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          key + " has to be a " + type.getSimpleName() + ", not " + value);
    }
    return type.cast(value);
  }
}
