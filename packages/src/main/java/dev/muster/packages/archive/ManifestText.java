package dev.muster.packages.archive;

import dev.muster.packages.distribution.LinedJson;
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

  private static final int MOST_LICENCES = 100;

  private ManifestText() {}

  static String write(PackageManifest manifest) {
    Map<String, @Nullable Object> head = new LinkedHashMap<>();
    head.put("name", manifest.name());
    head.put("version", manifest.version());
    head.put("entry", manifest.entry());
    head.put("python", manifest.python());
    head.put("machine", manifest.machine());
    head.put("spark", manifest.spark());
    head.put("java", manifest.java());
    return LinedJson.write(head, manifest.files().stream().map(ManifestText::line).toList());
  }

  private static Map<String, Object> line(PackageFile file) {
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
    return line;
  }

  /**
   * Reads it; it may come from anywhere.
   *
   * @throws IllegalArgumentException says what is wrong
   */
  static PackageManifest read(String text) {
    Map<String, @Nullable Object> head = LinedJson.read(text);
    List<PackageFile> files = new ArrayList<>();
    for (Map<?, ?> file : LinedJson.files(head)) {
      files.add(
          new PackageFile(
              LinedJson.value(file, "name", String.class),
              LinedJson.value(file, "sha256", String.class),
              LinedJson.value(file, "size", Long.class),
              Boolean.TRUE.equals(file.get("executable")),
              LinedJson.value(file, "origin", String.class),
              licences(file.get("licences"))));
    }
    return new PackageManifest(
        LinedJson.value(head, "name", String.class),
        LinedJson.value(head, "version", String.class),
        LinedJson.optional(head, "entry"),
        LinedJson.optional(head, "python"),
        LinedJson.optional(head, "machine"),
        LinedJson.optional(head, "spark"),
        LinedJson.optional(head, "java"),
        files);
  }

  private static List<String> licences(@Nullable Object value) {
    return value instanceof List<?> list && list.size() <= MOST_LICENCES
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }
}
