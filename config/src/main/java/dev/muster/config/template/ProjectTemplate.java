package dev.muster.config.template;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A first project, commented and ready to run, with the JSON Schema beside it by which editors
 * complete its configuration.
 */
public enum ProjectTemplate {
  /** A Python function for each column. */
  PYTHON,
  /** A POSIX shell script for each column. */
  COMMAND;

  /** What it writes, relative to the project folder. */
  public List<String> files() {
    String program =
        switch (this) {
          case PYTHON -> "entrypoint.py";
          case COMMAND -> "summary.sh";
        };
    return List.of(
        "muster.yaml", program, "data/north.csv", "data/south.csv", FileKind.PROJECT.schemaFile());
  }

  /**
   * Writes the project. Looks first whether something is in its way, and then writes nothing.
   *
   * @param folder made when it is not there
   * @return the files written, below the folder as it was given
   * @throws MusterException CONFLICT naming the files that are there already; FORBIDDEN when the
   *     folder cannot be written
   */
  public List<Path> write(Path folder) {
    List<Path> inTheWay =
        files().stream()
            .map(folder::resolve)
            .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
            .toList();
    if (!inTheWay.isEmpty()) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          folder + " holds files of the same names already: " + inTheWay,
          "choose another folder; nothing was written");
    }
    List<Path> written = new ArrayList<>();
    try {
      for (String name : files()) {
        written.add(write(folder, name));
      }
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.FORBIDDEN,
          "the project cannot be written to " + folder + ": " + e,
          "choose a folder that you may write to",
          e);
    }
    return written;
  }

  private Path write(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.write(file, content(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if (name.endsWith(".sh")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return file;
  }

  private byte[] content(String name) throws IOException {
    if (name.equals(FileKind.PROJECT.schemaFile())) {
      return JsonSchemas.write(FileKind.PROJECT, false, true).getBytes(StandardCharsets.UTF_8);
    }
    String form = name.startsWith("data/") ? "" : name().toLowerCase(Locale.ROOT) + "/";
    String resource = "project/" + form + name;
    try (InputStream in = ProjectTemplate.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException("Muster's own " + resource);
      }
      return in.readAllBytes();
    }
  }
}
