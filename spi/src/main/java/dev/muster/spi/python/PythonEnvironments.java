package dev.muster.spi.python;

import dev.muster.spi.Cancellation;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes Python environments from requirements, once for each content. */
public interface PythonEnvironments {

  /**
   * Finds an interpreter.
   *
   * @param command a name on the PATH or a path; null for the one called python3
   * @throws dev.muster.spi.MusterException NOT_FOUND, or INVALID when it is older than 3.8
   */
  Python find(@Nullable String command);

  /**
   * The environment of a requirements file, made now if no process has made it before.
   *
   * @throws dev.muster.spi.MusterException INVALID or UNAVAILABLE with pip's last lines
   */
  Path prepare(Python python, Path requirements, PipOptions options, Cancellation cancellation)
      throws InterruptedException;

  /**
   * An interpreter.
   *
   * @param executable absolute
   * @param version for instance {@code 3.11.7}
   */
  record Python(Path executable, String version) {

    /** The {@code x.y} that fingerprints carry. */
    public String minor() {
      String[] parts = version.split("\\.", 3);
      return parts[0] + "." + parts[1];
    }
  }

  /**
   * Where pip finds packages.
   *
   * @param offline never asks an index
   * @param findLinks folders of wheels, the project's {@code wheels/} included; absolute
   */
  record PipOptions(boolean offline, List<Path> findLinks) {
    public PipOptions {
      findLinks = List.copyOf(findLinks);
    }
  }
}
