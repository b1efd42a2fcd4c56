package dev.muster.config.ini;

import dev.muster.config.language.Origin;
import dev.muster.config.language.Value;
import dev.muster.spi.ProblemsException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A value of an INI file, worked out.
 *
 * @param text lines are separated by a line break
 * @param file absolute, in which it stands
 * @param line in which it begins, from 1
 */
public record IniValue(String text, Path file, int line) {

  /** As a list, one item a line; an empty value is one empty item, as multimno reads it. */
  public List<String> items() {
    return Stream.of(PythonText.strip(text).split("\n", -1)).map(PythonText::strip).toList();
  }

  /**
   * As a literal of Python: a number, True, False, None, a quoted text, a list, a tuple or a dict
   * of them. Nothing is evaluated.
   *
   * @throws dev.muster.spi.ProblemsException CONFIGURATION when it is none, with the place
   */
  public Value literal() {
    return PythonLiteral.read(text, origin());
  }

  /** The same as a text. */
  Value asText() {
    return new Value.Text(text, origin());
  }

  /** As a literal, or as the text that it is when it is none. */
  Value literalOrText() {
    try {
      return literal();
    } catch (ProblemsException none) {
      return asText();
    }
  }

  private Origin origin() {
    return new Origin(file, line, 1, null);
  }
}
