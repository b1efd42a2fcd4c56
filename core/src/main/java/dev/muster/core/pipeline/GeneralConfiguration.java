package dev.muster.core.pipeline;

import dev.muster.config.ini.Ini;
import dev.muster.model.pipeline.Pipeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a general configuration says to Muster itself. */
final class GeneralConfiguration {

  private static final String LOGGING = "Logging";

  private GeneralConfiguration() {}

  /** Its section {@code [Logging]}. */
  static LoggingSettings logging(Pipeline pipeline) {
    if (pipeline.general() == null) {
      return LoggingSettings.NONE;
    }
    Map<String, String> section = new LinkedHashMap<>();
    Ini.read(List.of(pipeline.general()))
        .section(LOGGING)
        .forEach((key, value) -> section.put(key, value.text()));
    return section.isEmpty()
        ? LoggingSettings.NONE
        : LoggingSettings.of(section, pipeline.folder());
  }
}
