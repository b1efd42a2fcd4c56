package dev.muster.spi.python;

import dev.muster.spi.Cancellation;
import dev.muster.spi.python.PythonEnvironments.PipOptions;
import dev.muster.spi.python.PythonEnvironments.Python;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gets the wheels that a project needs, to be installed elsewhere without a network. */
public interface PythonWheels {

  /**
   * Builds the wheel of a folder that has a {@code pyproject.toml}, with what the interpreter has
   * of build tools.
   *
   * @param source the folder; it may be written to
   * @param into the folder that gets it
   * @throws dev.muster.spi.MusterException INVALID with the last lines of what failed
   */
  Wheel build(Python python, Path source, Path into, PipOptions options, Cancellation cancellation)
      throws InterruptedException;

  /**
   * Gets wheels with all that they need.
   *
   * @param wanted requirements files and wheels; at least one
   * @param target what they are for; null for the interpreter and machine that are here
   * @param into the folder that gets them
   * @throws dev.muster.spi.MusterException INVALID or UNAVAILABLE with pip's last lines
   */
  List<Wheel> collect(
      Python python,
      List<Path> wanted,
      @Nullable Target target,
      Path into,
      PipOptions options,
      Cancellation cancellation)
      throws InterruptedException;

  /**
   * What wheels are for.
   *
   * @param python {@code x.y}
   * @param platforms tags, for instance {@code manylinux2014_x86_64}; empty for Linux on this
   *     machine's processor
   */
  record Target(String python, List<String> platforms) {
    public Target {
      platforms = List.copyOf(platforms);
    }
  }

  /**
   * A wheel.
   *
   * @param file where it is
   * @param name of the package in it
   * @param version of the package in it
   * @param licences as its metadata say
   * @param python the {@code x.y} that it was made for, null for any
   * @param machine what it runs on, as {@code uname -m} says it; null for any
   * @param files what it has in it
   */
  record Wheel(
      Path file,
      String name,
      String version,
      List<String> licences,
      @Nullable String python,
      @Nullable String machine,
      List<String> files) {
    public Wheel {
      licences = List.copyOf(licences);
      files = List.copyOf(files);
    }
  }
}
