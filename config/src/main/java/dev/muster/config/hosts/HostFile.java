package dev.muster.config.hosts;

import dev.muster.config.text.Quoted;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of expressions: one or several on a line, {@code #} begins a comment, blank lines do not
 * matter. A comma at the end of a line is read over.
 */
final class HostFile {

  private final Path folder;
  private final String name;

  /**
   * @param folder which the name is relative to
   * @param name as it stands behind the @
   */
  HostFile(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /** Reads the file; what is wrong is noted at its lines. */
  void read(Place place, HostExpressions expressions) {
    Optional<Path> path = path(place);
    Optional<String> text = path.flatMap(file -> text(file, place));
    if (path.isEmpty() || text.isEmpty()) {
      return;
    }
    int number = 0;
    int lines = 0;
    try (BufferedReader reader = new BufferedReader(new StringReader(text.get()))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String content = content(line);
        if (!content.isBlank()) {
          lines++;
          expressions.read(content, place.in(path.get(), number), null);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (lines == 0) {
      place.note("the file " + Quoted.of(name) + " names no hosts", null);
    }
  }

  private static String content(String line) {
    int comment = line.indexOf('#');
    String content = (comment < 0 ? line : line.substring(0, comment)).stripTrailing();
    return content.endsWith(",") && content.length() > 1
        ? content.substring(0, content.length() - 1)
        : content;
  }

  private Optional<Path> path(Place place) {
    if (name.isBlank()) {
      place.note("no file is named behind the @", "for instance  @hosts.txt");
      return Optional.empty();
    }
    try {
      Path path = folder.resolve(name);
      if (Files.isRegularFile(path)) {
        return Optional.of(path);
      }
      place.note(
          Files.isDirectory(path)
              ? Quoted.of(name) + " is a folder, not a file of hosts"
              : "there is no file " + Quoted.of(name) + " in " + folder.toAbsolutePath(),
          name.startsWith("~") ? "~ is not written out: give the absolute path" : null);
    } catch (InvalidPathException e) {
      place.note(Quoted.of(name) + " is no path of a file", null);
    }
    return Optional.empty();
  }

  private Optional<String> text(Path path, Place place) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(HostExpressions.MAX_CHARACTERS + 1);
      if (bytes.length > HostExpressions.MAX_CHARACTERS) {
        place.note(
            "the file " + Quoted.of(name) + " is larger than 8 MiB", "is this the right file?");
        return Optional.empty();
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      place.note("the file " + Quoted.of(name) + " is not UTF-8 text", "is this the right file?");
    } catch (IOException e) {
      place.note("the file " + Quoted.of(name) + " cannot be read: " + e.getMessage(), null);
    }
    return Optional.empty();
  }
}
