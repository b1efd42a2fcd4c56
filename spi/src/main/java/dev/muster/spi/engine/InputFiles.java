package dev.muster.spi.engine;

import dev.muster.model.Input;
import java.nio.file.Path;

/** Brings inputs to this machine. */
@FunctionalInterface
public interface InputFiles {

  /**
   * A local file with the content that the input's version names.
   *
   * @throws dev.muster.spi.MusterException CONFLICT when the content has changed since
   */
  Path localFile(Input input) throws InterruptedException;
}
