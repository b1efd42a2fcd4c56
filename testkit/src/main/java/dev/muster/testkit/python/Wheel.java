package dev.muster.testkit.python;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A small wheel with one module and one console script, so that tests need no package index.
 *
 * @param name of the project and of its module
 * @param version of the project
 * @param says what its {@code main()} prints, and its {@code NAME} is
 * @param tag what it is made for, as its name ends: {@code py3-none-any}
 */
public record Wheel(String name, String version, String says, String tag) {

  /** For any Python 3. */
  public Wheel(String name, String version, String says) {
    this(name, version, says, "py3-none-any");
  }

  /** Writes it into a folder, which is made. */
  public Path writeTo(Path folder) throws IOException {
    String info = name + "-" + version + ".dist-info/";
    Map<String, String> files = new LinkedHashMap<>();
    files.put(name + ".py", "NAME = " + quoted() + "\ndef main():\n    print(" + quoted() + ")\n");
    files.put(
        info + "METADATA", "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n");
    files.put(
        info + "WHEEL",
        "Wheel-Version: 1.0\nGenerator: muster\nRoot-Is-Purelib: true\nTag: " + tag + "\n");
    files.put(
        info + "entry_points.txt", "[console_scripts]\n" + name + "-tool = " + name + ":main\n");
    StringBuilder record = new StringBuilder();
    files.keySet().forEach(file -> record.append(file).append(",,\n"));
    files.put(info + "RECORD", record + info + "RECORD,,\n");
    Files.createDirectories(folder);
    Path wheel = folder.resolve(name + "-" + version + "-" + tag + ".whl");
    try (OutputStream out = Files.newOutputStream(wheel);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return wheel;
  }

  private String quoted() {
    return "'" + says + "'";
  }
}
