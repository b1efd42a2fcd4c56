package dev.muster.packages.archive;

import dev.muster.protocol.Json;
import dev.muster.protocol.JsonException;
import dev.muster.spi.packaging.PackageFile;
import dev.muster.spi.packaging.PackageManifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code manifest.json}: JSON, one file a line, the same for the same package. */
final class ManifestText {

  /** The largest text that is read. */
  static final int MOST_BYTES = 128 << 20;

  private static final long FORMAT = 1;
  private static final int MOST_LICENCES = 100;

  private ManifestText() {}

  static String write(PackageManifest manifest) {
    Map<String, @Nullable Object> head = new LinkedHashMap<>();
    head.put("format", FORMAT);
    head.put("name", manifest.name());
    head.put("version", manifest.version());
    head.put("entry", manifest.entry());
    head.put("python", manifest.python());
    head.put("machine", manifest.machine());
    head.put("spark", manifest.spark());
    head.put("java", manifest.java());
    String opened = Json.write(head);
    StringBuilder text = new StringBuilder(opened.substring(0, opened.length() - 1));
    text.append(",\"files\":[");
    String separator = "\n";
    for (PackageFile file : manifest.files()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("name", file.name());
      line.put("sha256", file.sha256());
      line.put("size", file.size());
      if (file.executable()) {
        line.put("executable", true);
      }
      line.put("origin", file.origin());
      if (!file.licences().isEmpty()) {
        line.put("licences", file.licences());
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
   * @throws IllegalArgumentException says what is wrong
   */
  static PackageManifest read(String text) {
    try {
      Map<String, @Nullable Object> head = Json.parseObject(text);
      if (!Long.valueOf(FORMAT).equals(head.get("format"))) {
        throw new IllegalArgumentException(
            "its format is " + head.get("format") + ", this Muster reads " + FORMAT);
      }
      List<PackageFile> files = new ArrayList<>();
      for (Object line : value(head, "files", List.class)) {
        if (!(line instanceof Map<?, ?> file)) {
          throw new IllegalArgumentException("files holds something else than objects");
        }
        files.add(
            new PackageFile(
                value(file, "name", String.class),
                value(file, "sha256", String.class),
                value(file, "size", Long.class),
                Boolean.TRUE.equals(file.get("executable")),
                value(file, "origin", String.class),
                licences(file.get("licences"))));
      }
      return new PackageManifest(
          value(head, "name", String.class),
          value(head, "version", String.class),
          optional(head, "entry"),
          optional(head, "python"),
          optional(head, "machine"),
          optional(head, "spark"),
          optional(head, "java"),
          files);
    } catch (JsonException e) {
      throw new IllegalArgumentException("it is no JSON object: " + e.getMessage(), e);
    }
  }

  private static List<String> licences(@Nullable Object value) {
    return value instanceof List<?> list && list.size() <= MOST_LICENCES
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static @Nullable String optional(Map<?, ?> object, String key) {
    return object.get(key) == null ? null : value(object, key, String.class);
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
