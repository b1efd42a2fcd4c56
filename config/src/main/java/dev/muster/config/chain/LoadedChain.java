package dev.muster.config.chain;

import dev.muster.spi.Problem;
import java.util.List;

/**
 * A chain that was read.
 *
 * @param elements in the order in which they run; at least one
 * @param warnings what works but should be written otherwise
 */
public record LoadedChain(List<ChainElement> elements, List<Problem> warnings) {
  public LoadedChain {
    elements = List.copyOf(elements);
    warnings = List.copyOf(warnings);
  }
}
