package dev.muster.fleet;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads a user's SSH configuration with what it includes (ssh_config(5)). */
final class SshConfigReader {

  // OpenSSH goes as deep.
  private static final int DEPTH = 16;
  private static final long LARGEST = 1 << 20;

  private final Path home;
  private final List<SshConfig.Line> lines = new ArrayList<>();

  private SshConfigReader(Path home) {
    this.home = home;
  }

  /**
   * Reads it.
   *
   * @param home of the user; included names that are not absolute start at its {@code .ssh}
   * @throws MusterException when it cannot be read, or a quote is open
   */
  static SshConfig read(Path file, Path home) {
    SshConfigReader reader = new SshConfigReader(home);
    reader.file(file, List.of(), 0);
    return new SshConfig(reader.lines);
  }

  private void file(Path file, List<SshConfig.Scope> outer, int depth) {
    String text;
    try {
      if (depth > DEPTH || Files.size(file) > LARGEST) {
        throw new MusterException(
            ErrorKind.INVALID, "cannot read " + file + ": it is too large or includes itself");
      }
      // Comments may be in any character set.
      text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      FileFault fault = FileFault.of(e);
      throw new MusterException(
          fault.kind(), "cannot read the SSH configuration: " + fault.words(), null, e);
    }
    List<SshConfig.Scope> scopes = outer;
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      List<String> words = words(line, file, number);
      if (words.isEmpty()) {
        continue;
      }
      String key = words.get(0).toLowerCase(Locale.ROOT);
      List<String> values = words.subList(1, words.size());
      switch (key) {
        case "host" -> scopes = with(outer, SshConfig.hosts(values));
        case "match" -> scopes = with(outer, match(values));
        case "include" -> {
          for (String pattern : values) {
            include(pattern, scopes, depth);
          }
        }
        default -> lines.add(new SshConfig.Line(scopes, key, values));
      }
    }
  }

  private static List<SshConfig.Scope> with(List<SshConfig.Scope> outer, SshConfig.Scope scope) {
    List<SshConfig.Scope> all = new ArrayList<>(outer);
    all.add(scope);
    return all;
  }

  // Of Match: all, host and originalhost. What needs a program or the user's name never holds.
  private static SshConfig.Scope match(List<String> words) {
    if (words.size() == 1 && words.get(0).equalsIgnoreCase("all")) {
      return name -> true;
    }
    if (words.size() == 2
        && (words.get(0).equalsIgnoreCase("host")
            || words.get(0).equalsIgnoreCase("originalhost"))) {
      return SshConfig.hosts(List.of(words.get(1).split(",", -1)));
    }
    return name -> false;
  }

  private void include(String pattern, List<SshConfig.Scope> scopes, int depth) {
    Path path =
        pattern.startsWith("~/")
            ? home.resolve(pattern.substring(2))
            : home.resolve(".ssh").resolve(pattern);
    Path folder = path.getParent();
    Path name = path.getFileName();
    if (folder == null || name == null || !Files.isDirectory(folder)) {
      return;
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name.toString())) {
      found.forEach(files::add);
    } catch (IOException e) {
      // As OpenSSH: what cannot be read is not included.
      return;
    }
    files.stream()
        .filter(Files::isReadable)
        .filter(Files::isRegularFile)
        .sorted()
        .forEach(file -> file(file, scopes, depth + 1));
  }

  // Key and words: blanks or one equals sign behind the key, double quotes, # begins a comment.
  private static List<String> words(String line, Path file, int number) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean any = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
        any = true;
      } else if (!quoted
          && (Character.isWhitespace(c) || (c == '=' && words.size() + (any ? 1 : 0) == 1))) {
        if (any) {
          words.add(word.toString());
        }
        word.setLength(0);
        any = false;
      } else if (!quoted && c == '#' && !any) {
        break;
      } else {
        word.append(c);
        any = true;
      }
    }
    if (quoted) {
      throw new MusterException(
          ErrorKind.INVALID, file + ":" + number + ": a double quote is not closed");
    }
    if (any) {
      words.add(word.toString());
    }
    return words;
  }
}
