package dev.muster.spi.engine;

import java.nio.file.Path;
import java.util.Map;

/** The files of a project. */
@FunctionalInterface
public interface ProjectContent {

  /**
   * All files but inputs and what is ignored, by their path below the project folder, with {@code
   * /} between its parts; read anew each time.
   */
  Map<String, Path> files();
}
