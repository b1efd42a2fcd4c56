package dev.muster.packages;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.python.PythonWheels.Wheel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Reads the name and the metadata of a wheel (PEP 427, core metadata 2.4). */
final class WheelFile {

  private static final Pattern NAME =
      Pattern.compile("([^-]+)-([^-]+)(?:-[0-9][^-]*)?-([^-]+)-([^-]+)-([^-]+)\\.whl");
  private static final Pattern CPYTHON = Pattern.compile("cp3([0-9]{1,3})");
  private static final Pattern MACHINE =
      Pattern.compile(".*_(x86_64|aarch64|i686|ppc64le|s390x|armv7l|riscv64)");
  private static final int MOST_ENTRIES = 200_000;
  private static final int MOST_METADATA = 4 << 20;
  private static final int LONGEST_LICENCE = 120;
  private static final String CLASSIFIER = "License :: ";

  private WheelFile() {}

  /**
   * Reads one.
   *
   * @throws MusterException INVALID when it is none
   */
  static Wheel read(Path file) {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    if (!name.matches()) {
      throw invalid(file, "its name is not NAME-VERSION-PYTHON-ABI-PLATFORM.whl", null);
    }
    try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
      if (zip.size() > MOST_ENTRIES) {
        throw invalid(file, "it has " + zip.size() + " entries", null);
      }
      List<String> files =
          zip.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
      ZipEntry metadata =
          zip.stream()
              .filter(entry -> entry.getName().matches("[^/]+\\.dist-info/METADATA"))
              .findFirst()
              .orElseThrow(() -> invalid(file, "it has no METADATA", null));
      String text;
      try (InputStream in = zip.getInputStream(metadata)) {
        text = new String(in.readNBytes(MOST_METADATA), StandardCharsets.UTF_8);
      }
      return new Wheel(
          file,
          name.group(1),
          name.group(2),
          licences(text),
          python(name.group(3), name.group(4)),
          machine(name.group(5)),
          files);
    } catch (IOException e) {
      throw invalid(file, "it cannot be read: " + e.getMessage(), e);
    }
  }

  /** What the tags bind it to; a stable ABI runs on later versions, too. */
  private static @Nullable String python(String tags, String abis) {
    Matcher cpython = CPYTHON.matcher(tags);
    return abis.equals("none") || abis.contains("abi3") || !cpython.find()
        ? null
        : "3." + cpython.group(1);
  }

  private static @Nullable String machine(String platforms) {
    Matcher machine = MACHINE.matcher(platforms.split("\\.", 2)[0]);
    return machine.matches() ? machine.group(1) : null;
  }

  /** The expression, else the line, else the classifiers. */
  static List<String> licences(String metadata) {
    String head = metadata.split("\\r?\\n\\r?\\n", 2)[0];
    String expression = "";
    String line = "";
    Set<String> classifiers = new LinkedHashSet<>();
    for (String each : head.lines().toList()) {
      String lower = each.toLowerCase(Locale.ROOT);
      String value = each.substring(each.indexOf(':') + 1).strip();
      if (lower.startsWith("license-expression:")) {
        expression = value;
      } else if (lower.startsWith("license:")) {
        line = value;
      } else if (lower.startsWith("classifier:") && value.startsWith(CLASSIFIER)) {
        classifiers.add(value.substring(value.lastIndexOf(" :: ") + 4));
      }
    }
    List<String> licences = new ArrayList<>();
    if (!expression.isEmpty()) {
      licences.add(expression);
    } else if (!line.isEmpty() && !line.equals("UNKNOWN") && line.length() <= LONGEST_LICENCE) {
      licences.add(line);
    } else {
      licences.addAll(classifiers);
    }
    return licences;
  }

  private static MusterException invalid(Path file, String why, @Nullable Exception cause) {
    return new MusterException(
        ErrorKind.INVALID, file + " is no wheel: " + why, "get it again, or remove it", cause);
  }
}
