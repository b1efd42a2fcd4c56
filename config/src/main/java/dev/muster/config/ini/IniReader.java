package dev.muster.config.ini;

import dev.muster.config.text.NearFile;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.config.text.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file line by line, by the rules of Python's {@code configparser} (3.8 to 3.12) with
 * {@code inline_comment_prefixes="#"} and names of keys left as they are. What is wrong is noted,
 * and reading goes on.
 */
final class IniReader {

  private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\n|\r");

  private final Path file;
  private final Problems problems;
  private final Map<String, Map<String, RawValue>> sections = new LinkedHashMap<>();
  private final Map<String, Integer> headers = new HashMap<>();

  private @Nullable Map<String, RawValue> section;
  private String sectionName = "";
  private @Nullable Open open;
  private int indent;
  private boolean homeless;

  /** The value that is being read. */
  private record Open(String key, List<String> texts, List<Integer> lines) {}

  private IniReader(Path file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Sections by name, each with its values by key, in the order of the file. */
  static Map<String, Map<String, RawValue>> read(Path file, Problems problems) {
    IniReader reader = new IniReader(file, problems);
    if (!Files.exists(file)) {
      problems.add(0, "there is no such file", NearFile.hint(file));
      return reader.sections;
    }
    Optional<String> text = TextFile.read(file, problems);
    if (text.isPresent()) {
      int number = 0;
      for (String line : LINE_BREAK.split(text.get(), -1)) {
        reader.line(line, ++number);
      }
      reader.close();
    }
    return reader.sections;
  }

  private void line(String line, int number) {
    int comment = commentIn(line);
    String content = PythonText.strip(comment < 0 ? line : line.substring(0, comment));
    Open value = open;
    if (content.isEmpty()) {
      if (comment < 0 && value != null) {
        value.texts().add("");
        value.lines().add(number);
      }
      return;
    }
    int indentation = PythonText.indentOf(line);
    if (value != null && indentation > indent) {
      value.texts().add(content);
      value.lines().add(number);
      return;
    }
    indent = indentation;
    int end = content.lastIndexOf(']');
    if (content.startsWith("[") && end > 1) {
      header(content, end, number);
    } else {
      entry(content, number);
    }
  }

  /** Where the comment begins, -1 when there is none. */
  private static int commentIn(String line) {
    int start = PythonText.indentOf(line);
    if (start < line.length() && (line.charAt(start) == '#' || line.charAt(start) == ';')) {
      return 0;
    }
    int at = line.indexOf('#');
    while (at > 0 && !PythonText.isSpace(line.charAt(at - 1))) {
      at = line.indexOf('#', at + 1);
    }
    return at;
  }

  private void header(String content, int end, int number) {
    close();
    sectionName = content.substring(1, end);
    if (end < content.length() - 1) {
      problems.warn(number, "what stands behind [" + sectionName + "] is not read", "remove it");
    }
    Integer first = headers.putIfAbsent(sectionName, number);
    if (first != null && !sectionName.equals(Ini.DEFAULT)) {
      problems.add(
          number,
          "the section [" + sectionName + "] is there twice, first in line " + first,
          "put its keys into one section");
    }
    section = sections.computeIfAbsent(sectionName, name -> new LinkedHashMap<>());
  }

  private void entry(String content, int number) {
    close();
    Map<String, RawValue> into = section;
    if (into == null) {
      if (!homeless) {
        problems.add(
            number,
            Quoted.of(content) + " stands before the first section",
            "write a line such as [General] above it");
      }
      homeless = true;
      return;
    }
    int delimiter = delimiterIn(content);
    String key = PythonText.stripEnd(content.substring(0, Math.max(delimiter, 0)));
    if (delimiter < 0) {
      problems.add(
          number,
          "neither [section] nor key = value: " + Quoted.of(content),
          "a further line of a value is indented deeper than its key");
      return;
    }
    if (key.isEmpty()) {
      problems.add(number, "there is no key before " + content.charAt(delimiter), null);
      return;
    }
    RawValue before = into.get(key);
    if (before != null) {
      problems.add(
          number,
          "the key "
              + key
              + " is there twice in ["
              + sectionName
              + "], first in line "
              + before.line(),
          "remove one of them");
    }
    String first = PythonText.strip(content.substring(delimiter + 1));
    open = new Open(key, new ArrayList<>(List.of(first)), new ArrayList<>(List.of(number)));
  }

  private static int delimiterIn(String content) {
    for (int i = 0; i < content.length(); i++) {
      if (content.charAt(i) == '=' || content.charAt(i) == ':') {
        return i;
      }
    }
    return -1;
  }

  /** The value that was open has no more lines. */
  private void close() {
    Open value = open;
    Map<String, RawValue> into = section;
    open = null;
    if (value != null && into != null) {
      String text = PythonText.stripEnd(String.join("\n", value.texts()));
      into.put(value.key(), new RawValue(text, file, value.lines()));
    }
  }
}
