package dev.muster.config.language;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with a file of the language, with its place. */
final class LanguageException {

  private LanguageException() {}

  static ProblemsException of(Origin origin, String message, @Nullable String hint) {
    return new ProblemsException(ErrorKind.CONFIGURATION, List.of(problem(origin, message, hint)));
  }

  static Problem problem(Origin origin, String message, @Nullable String hint) {
    return Problem.of(origin + ": " + message, hint);
  }
}
