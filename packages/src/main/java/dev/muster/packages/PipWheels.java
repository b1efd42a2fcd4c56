package dev.muster.packages;

import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.python.PythonEnvironments.PipOptions;
import dev.muster.spi.python.PythonEnvironments.Python;
import dev.muster.spi.python.PythonWheels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Wheels by the pip of an interpreter, with the user's own settings for it. */
public final class PipWheels implements PythonWheels {

  /** 1980-01-01: zip files know no earlier time. The same source gives the same wheel. */
  private static final String EPOCH = "315532800";

  /** As {@code -m pip}, but that the folder in which it runs brings no modules. */
  private static final String PIP =
      "import sys, runpy; del sys.path[0]; sys.argv[0] = 'pip';"
          + " runpy.run_module('pip', run_name='__main__', alter_sys=True)";

  private static final Map<String, String> ADDED =
      Map.of(
          "PIP_DISABLE_PIP_VERSION_CHECK", "1",
          "PIP_NO_INPUT", "1",
          "PIP_PROGRESS_BAR", "off",
          "PYTHONIOENCODING", "utf-8",
          "PYTHONDONTWRITEBYTECODE", "1",
          "SOURCE_DATE_EPOCH", EPOCH);
  private static final Set<String> REMOVED =
      Set.of("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONHOME");

  /** What wheels for Linux with glibc 2.28 or older are tagged with (PEP 600), newest first. */
  private static final List<String> LINUX =
      List.of("manylinux_2_28_", "manylinux_2_17_", "manylinux2014_", "linux_");

  private final String machine;
  private final Consumer<String> progress;

  /**
   * @param machine this machine's processor as Java says it ({@code os.arch})
   * @param progress is given a line now and then, without credentials, from any thread
   */
  public PipWheels(String machine, Consumer<String> progress) {
    this.machine = machine.equals("amd64") ? "x86_64" : machine;
    this.progress = progress;
  }

  @Override
  public Wheel build(
      Python python, Path source, Path into, PipOptions options, Cancellation cancellation)
      throws InterruptedException {
    List<String> argv = pip(python, "wheel");
    argv.addAll(List.of("--no-deps", "--no-build-isolation", "--wheel-dir", into.toString()));
    argv.add(source.toString());
    ToolProcess.Ended ended = run(argv, into, cancellation);
    if (ended.status() != 0) {
      requirePip(python, ended);
      throw new MusterException(
          ErrorKind.INVALID,
          "pip cannot build a wheel of the project: it ended with status "
              + ended.status()
              + ". Its last lines:\n"
              + ended.text(),
          "install what [build-system] of pyproject.toml requires into "
              + python.executable()
              + ", or pack the source: --source");
    }
    List<Wheel> wheels = wheels(into);
    if (wheels.size() != 1) {
      throw new MusterException(
          ErrorKind.INVALID, "pip built " + wheels.size() + " wheels of the project, not one");
    }
    return wheels.get(0);
  }

  @Override
  public List<Wheel> collect(
      Python python,
      List<Path> wanted,
      @Nullable Target target,
      Path into,
      PipOptions options,
      Cancellation cancellation)
      throws InterruptedException {
    List<String> argv = pip(python, target == null ? "wheel" : "download");
    if (target == null) {
      argv.addAll(List.of("--wheel-dir", into.toString()));
    } else {
      argv.addAll(List.of("--dest", into.toString(), "--only-binary=:all:"));
      argv.addAll(List.of("--implementation", "cp", "--python-version", target.python()));
      for (String platform : platforms(target)) {
        argv.addAll(List.of("--platform", platform));
      }
    }
    if (options.offline()) {
      argv.add("--no-index");
    }
    for (Path links : options.findLinks()) {
      argv.addAll(List.of("--find-links", links.toString()));
    }
    for (Path each : wanted) {
      if (each.toString().endsWith(".whl")) {
        argv.add(each.toString());
      } else {
        argv.addAll(List.of("--requirement", each.toString()));
      }
    }
    Path folder = wanted.get(0).toAbsolutePath().getParent();
    ToolProcess.Ended ended = run(argv, folder == null ? into : folder, cancellation);
    if (ended.status() != 0) {
      requirePip(python, ended);
      throw InstallErrors.ofPip(wanted.get(0), options, ended);
    }
    return wheels(into);
  }

  private List<String> platforms(Target target) {
    return target.platforms().isEmpty()
        ? LINUX.stream().map(each -> each + machine).toList()
        : target.platforms();
  }

  private static List<String> pip(Python python, String command) {
    return new ArrayList<>(List.of(python.executable().toString(), "-c", PIP, command));
  }

  private static void requirePip(Python python, ToolProcess.Ended ended) {
    if (ended.text().contains("No module named pip")) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE,
          python.executable() + " has no pip",
          "apt-get install python3-pip, or leave wheels out: --no-wheels");
    }
  }

  /** Paths in requirements are relative to where pip runs. */
  private ToolProcess.Ended run(List<String> argv, Path folder, Cancellation cancellation)
      throws InterruptedException {
    return new ToolProcess(argv, folder, ADDED, REMOVED).run(progress, cancellation);
  }

  private static List<Wheel> wheels(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".whl"))
          .sorted()
          .map(WheelFile::read)
          .toList();
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE, folder + " cannot be read: " + e.getMessage(), null, e);
    }
  }
}
