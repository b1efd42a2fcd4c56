package dev.muster.core.pipeline;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a general configuration wants the orchestrator to log: its section {@code [Logging]},
 * contract 1.4. A level NOTSET turns console or file off.
 *
 * @param folder of the file; null when there is to be none
 * @param file how its lines look
 * @param fileLevel the least that is in it
 * @param console how lines on the console look; null when nothing is said of it
 * @param consoleLevel the least that is on the console
 */
record LoggingSettings(
    @Nullable Path folder,
    PythonFormat file,
    LogLevel fileLevel,
    @Nullable PythonFormat console,
    LogLevel consoleLevel) {

  /** What a run without a general configuration has. */
  static final LoggingSettings NONE =
      new LoggingSettings(null, new PythonFormat("", ""), LogLevel.NOTSET, null, LogLevel.INFO);

  /**
   * Reads the section.
   *
   * @param section values by key
   * @param working where a relative {@code report_path} starts
   */
  static LoggingSettings of(Map<String, String> section, Path working) {
    String dates = section.getOrDefault("datefmt", "");
    String console = section.getOrDefault("format", "");
    String folder = section.getOrDefault("report_path", "").strip();
    LogLevel fileLevel =
        LogLevel.parse(section.getOrDefault("file_log_level", "DEBUG")).orElse(LogLevel.DEBUG);
    return new LoggingSettings(
        folder.isEmpty() || fileLevel == LogLevel.NOTSET ? null : working.resolve(folder),
        new PythonFormat(section.getOrDefault("file_format", console), dates),
        fileLevel,
        console.isEmpty() ? null : new PythonFormat(console, dates),
        LogLevel.parse(section.getOrDefault("level", "INFO")).orElse(LogLevel.INFO));
  }
}
