package dev.muster.core.pipeline;

import java.util.Locale;
import java.util.Optional;

/** Levels of Python's logging. */
enum LogLevel {
  NOTSET(0),
  DEBUG(10),
  INFO(20),
  WARNING(30),
  ERROR(40),
  CRITICAL(50);

  private final int number;

  LogLevel(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** Reads the name of one, or one of Python's other names. */
  static Optional<LogLevel> parse(String text) {
    return switch (text.strip().toUpperCase(Locale.ROOT)) {
      case "NOTSET" -> Optional.of(NOTSET);
      case "DEBUG" -> Optional.of(DEBUG);
      case "INFO" -> Optional.of(INFO);
      case "WARNING", "WARN" -> Optional.of(WARNING);
      case "ERROR" -> Optional.of(ERROR);
      case "CRITICAL", "FATAL" -> Optional.of(CRITICAL);
      default -> Optional.empty();
    };
  }
}
