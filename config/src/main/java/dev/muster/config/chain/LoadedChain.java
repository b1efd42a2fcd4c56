package dev.muster.config.chain;

import dev.muster.spi.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * A chain that was read.
 *
 * @param file where it is written, absolute
 * @param elements in the order in which they run; at least one
 * @param warnings what works but should be written otherwise
 */
public record LoadedChain(Path file, List<ChainElement> elements, List<Problem> warnings) {
  public LoadedChain {
    elements = List.copyOf(elements);
    warnings = List.copyOf(warnings);
  }

  /** Its name: the file's, without the ending. */
  public String name() {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
