package dev.muster.engine.spark;

import dev.muster.model.Digest;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.python.PythonEnvironments.PipOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What hosts need to install a project's requirements: the file, those that it includes, and the
 * wheels that are at hand here.
 *
 * @param files by the name that each gets on hosts; wheels are in {@code wheels/}
 * @param first the name of the requirements file
 */
record RequirementFiles(Map<String, Path> files, String first) {

  /** What travels at most. */
  private static final long MOST_BYTES = 4L << 30;

  private static final int MOST_FILES = 1_000;
  private static final Pattern INCLUDE =
      Pattern.compile("(?:-r|-c|--requirement[=\\s]|--constraint[=\\s])\\s*(\\S.*)");

  /** A path, or something that is not a package's name. */
  private static final Pattern LOCAL = Pattern.compile("(?:-e\\b|--editable\\b|file:|\\.|/).*");

  RequirementFiles {
    files = new TreeMap<>(files);
  }

  /**
   * What a requirements file needs.
   *
   * @throws MusterException UNAVAILABLE when it names files or folders, which hosts do not have
   */
  static RequirementFiles of(Path requirements, PipOptions pip) {
    Map<String, Path> files = new TreeMap<>();
    Path first = requirements.toAbsolutePath().normalize();
    try {
      include(first, first.resolveSibling("."), files);
      for (Path links : pip.findLinks()) {
        wheels(links, files);
      }
      long bytes = 0;
      for (Path file : files.values()) {
        bytes += Files.size(file);
      }
      if (files.size() > MOST_FILES || bytes > MOST_BYTES) {
        throw new MusterException(
            ErrorKind.INVALID,
            first + " with its wheels is " + files.size() + " files of " + bytes + " bytes",
            "at most " + MOST_FILES + " files of 4 GiB are brought to hosts");
      }
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.INVALID, "what " + first + " needs cannot be read: " + e, null, e);
    }
    return new RequirementFiles(files, String.valueOf(first.getFileName()));
  }

  private static void include(Path file, Path folder, Map<String, Path> files) throws IOException {
    Path base = folder.normalize();
    if (!file.startsWith(base)) {
      throw new MusterException(
          ErrorKind.INVALID,
          file + " is included by requirements of " + base + " and lies outside that folder",
          "put it there");
    }
    if (files.putIfAbsent(base.relativize(file).toString(), file) != null
        || files.size() > MOST_FILES) {
      return;
    }
    for (String line : Files.readAllLines(file)) {
      String clean = line.replaceAll("(^|\\s)#.*$", "").strip();
      Matcher include = INCLUDE.matcher(clean);
      if (include.matches() && !include.group(1).contains("://")) {
        include(file.resolveSibling(include.group(1).strip()).normalize(), folder, files);
      } else if (LOCAL.matcher(clean).matches()) {
        throw new MusterException(
            ErrorKind.UNAVAILABLE,
            file + " names a file or folder, which hosts do not have: " + clean,
            "build a wheel of it into wheels/ and name the package: pip wheel -w wheels " + clean);
      }
    }
  }

  private static void wheels(Path folder, Map<String, Path> files) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.matches(".+\\.(whl|tar\\.gz|zip)")) {
          files.putIfAbsent("wheels/" + name, file);
        }
      }
    }
  }

  /**
   * Names an environment by what it is made of.
   *
   * @param python the interpreter on the hosts
   */
  String key(String python) {
    List<String> parts = new ArrayList<>(List.of("host venv 1", python));
    try {
      for (Map.Entry<String, Path> file : files.entrySet()) {
        MessageDigest sha = Digest.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file.getValue()), sha)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
        parts.add(file.getKey());
        parts.add(HexFormat.of().formatHex(sha.digest()));
      }
    } catch (IOException e) {
      throw new MusterException(ErrorKind.INVALID, "a wheel cannot be read: " + e, null, e);
    }
    return Digest.of(parts.toArray(String[]::new)).toString();
  }

  /** Lays them out in an empty folder. */
  void copyTo(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("wheels"));
    for (Map.Entry<String, Path> file : files.entrySet()) {
      Path target = folder.resolve(file.getKey());
      Files.createDirectories(target.resolveSibling("."));
      Files.copy(file.getValue(), target);
    }
  }
}
