package dev.muster.config.pipeline;

import dev.muster.config.ini.Ini;
import dev.muster.config.text.Problems;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks at INI files before anything runs. */
final class IniFiles {

  private final Problems problems;
  private final Set<Problem> noted = new HashSet<>();

  IniFiles(Problems problems) {
    this.problems = problems;
  }

  /**
   * Notes what is wrong with files that are put over one another, later ones over earlier ones;
   * each thing once, though the general file is read with every component.
   */
  void check(List<Path> files) {
    try {
      var unused = Ini.read(files);
    } catch (ProblemsException e) {
      e.problems().stream().filter(noted::add).forEach(problems::add);
    }
  }
}
