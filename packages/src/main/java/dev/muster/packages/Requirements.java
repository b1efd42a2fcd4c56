package dev.muster.packages;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a requirements file says, the files that it includes taken in. Comments, blank lines and
 * spaces do not count.
 *
 * @param lines as pip joins them; included ones follow the line that includes them
 * @param installs whether any line names something to install
 * @param local files and folders that lines name
 */
record Requirements(List<String> lines, boolean installs, List<Path> local) {

  private static final int MOST_FILES = 100;
  private static final long MOST_BYTES = 1 << 20;

  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*$");
  private static final Pattern INCLUDE =
      Pattern.compile("(?:-r\\s*|-c\\s*|--requirement[=\\s]+|--constraint[=\\s]+)(\\S.*)");
  private static final Pattern EDITABLE = Pattern.compile("(?:-e\\s*|--editable[=\\s]+)(\\S.*)");
  private static final Pattern NAMED = Pattern.compile("[^@]*@\\s*file:(?://(?:localhost)?)?(/.*)");
  private static final Pattern OPTIONS_AFTER = Pattern.compile("\\s+(?:;|--).*$");
  private static final Pattern NAME = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*)");

  Requirements {
    lines = List.copyOf(lines);
    local = List.copyOf(local);
  }

  /**
   * Reads a requirements file.
   *
   * @throws MusterException NOT_FOUND when it or an included file is missing, INVALID when it is no
   *     text, too large, or includes too many
   */
  static Requirements read(Path file) {
    Reading reading = new Reading(file.toAbsolutePath().normalize());
    reading.read(reading.first, false, file.toString());
    return new Requirements(reading.lines, reading.installs, reading.local);
  }

  /** Names of the packages asked for, as package indexes normalise them (PEP 503). */
  List<String> names() {
    return lines.stream()
        .map(NAME::matcher)
        .filter(Matcher::lookingAt)
        .map(matcher -> normal(matcher.group(1)))
        .toList();
  }

  /** The normal form of a package's name: PEP 503. */
  static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }

  private static final class Reading {
    private final Path first;
    private final Path workingFolder;
    private final List<Path> seen = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<Path> local = new ArrayList<>();
    private boolean installs;

    Reading(Path first) {
      this.first = first;
      this.workingFolder = Optional.ofNullable(first.getParent()).orElse(first);
    }

    void read(Path file, boolean constraints, String namedBy) {
      if (seen.contains(file)) {
        return;
      }
      seen.add(file);
      if (seen.size() > MOST_FILES) {
        throw new MusterException(
            ErrorKind.INVALID, first + " includes more than " + MOST_FILES + " files");
      }
      for (String line : joined(text(file, namedBy)).split("\n", -1)) {
        String clean = COMMENT.matcher(line).replaceAll("").strip();
        if (!clean.isEmpty()) {
          lines.add(clean);
          take(clean, file, constraints);
        }
      }
    }

    private void take(String line, Path file, boolean constraints) {
      Matcher include = INCLUDE.matcher(line);
      if (include.matches()) {
        String target = include.group(1).strip();
        if (!target.contains("://")) {
          boolean only = constraints || line.startsWith("-c") || line.startsWith("--constraint");
          read(file.resolveSibling(target).normalize(), only, file + " (" + line + ")");
        } else {
          installs |= !constraints;
        }
        return;
      }
      Matcher editable = EDITABLE.matcher(line);
      if (line.startsWith("-") && !editable.matches()) {
        return;
      }
      installs |= !constraints;
      findLocal(editable.matches() ? editable.group(1) : line).ifPresent(local::add);
    }

    /** Paths in requirement lines are relative to the folder that pip runs in. */
    private Optional<Path> findLocal(String line) {
      String text = OPTIONS_AFTER.matcher(line).replaceAll("").replaceAll("\\[[^\\]]*]$", "");
      Matcher named = NAMED.matcher(text);
      String path = named.matches() ? named.group(1) : text.replaceFirst("^file:(//)?", "");
      boolean looksLocal =
          path.contains("/")
              || path.endsWith(".whl")
              || path.endsWith(".tar.gz")
              || path.equals(".");
      if (!looksLocal || path.contains("://")) {
        return Optional.empty();
      }
      Path resolved = workingFolder.resolve(path.strip()).normalize();
      return Files.exists(resolved) ? Optional.of(resolved) : Optional.empty();
    }

    private static String joined(String text) {
      return text.replace("\r\n", "\n").replace("\\\n", "");
    }

    private static String text(Path file, String namedBy) {
      if (!Files.isRegularFile(file)) {
        throw new MusterException(
            ErrorKind.NOT_FOUND,
            "there is no requirements file " + file + ", named by " + namedBy,
            "add the file or remove the line");
      }
      try {
        if (Files.size(file) > MOST_BYTES) {
          throw new MusterException(
              ErrorKind.INVALID, "the requirements file " + file + " is larger than 1 MiB");
        }
        return Files.readString(file);
      } catch (MalformedInputException e) {
        throw new MusterException(
            ErrorKind.INVALID,
            "the requirements file " + file + " is not UTF-8 text",
            "save it as UTF-8",
            e);
      } catch (IOException e) {
        throw new MusterException(
            ErrorKind.INVALID, "the requirements file " + file + " cannot be read: " + e, null, e);
      }
    }
  }
}
