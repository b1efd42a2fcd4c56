package dev.muster.packages;

import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.python.PythonEnvironments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Virtual environments in a cache, one for each content of interpreter and requirements.
 *
 * <p>Scripts of an environment hold its absolute path, so it is built where it stays: {@code
 * venvs/KEY/venv-RANDOM}. Only when it is whole, {@code venvs/KEY/current} is renamed into place
 * with its name. What a killed Muster, or a pip that outlived it, leaves in a folder of its own is
 * never named there; the next one to build removes it.
 */
public final class Venvs implements PythonEnvironments {

  private static final String CURRENT = "current";
  private static final Map<String, String> PIP_ADDED =
      Map.of(
          "PIP_DISABLE_PIP_VERSION_CHECK", "1",
          "PIP_NO_INPUT", "1",
          "PIP_PROGRESS_BAR", "off",
          "PYTHONIOENCODING", "utf-8");

  /** These would install elsewhere than into the environment, or break its interpreter. */
  private static final Set<String> REMOVED =
      Set.of("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONHOME", "PYTHONPATH");

  private final Path folder;
  private final PythonFinder finder;
  private final Consumer<String> progress;

  /**
   * @param cache the cache folder; environments stand in {@code venvs/} below it
   * @param environment the process environment, by name
   * @param progress is given a line now and then, without credentials, from any thread
   */
  public Venvs(
      Path cache, Function<String, @Nullable String> environment, Consumer<String> progress) {
    this.folder = cache.toAbsolutePath().normalize().resolve("venvs");
    this.finder = new PythonFinder(environment);
    this.progress = progress;
  }

  @Override
  public Python find(@Nullable String command) {
    try {
      return finder.find(command);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MusterException(ErrorKind.INTERRUPTED, "stopped while looking for Python", null, e);
    }
  }

  /** The interpreter itself when the requirements name nothing to install. */
  @Override
  public Path prepare(
      Python python, Path requirements, PipOptions options, Cancellation cancellation)
      throws InterruptedException {
    Requirements read = Requirements.read(requirements);
    if (!read.installs()) {
      return python.executable();
    }
    Path ofKey = folder.resolve(EnvironmentKey.of(python, read, options.findLinks()));
    Optional<Path> ready = findReady(ofKey);
    if (ready.isPresent()) {
      return ready.get();
    }
    try {
      Files.createDirectories(ofKey);
      FolderLock lock = FolderLock.take(ofKey.resolve("lock"), cancellation);
      try {
        ready = findReady(ofKey);
        return ready.isPresent()
            ? ready.get()
            : build(python, requirements, options, ofKey, cancellation);
      } finally {
        lock.close();
      }
    } catch (IOException | UncheckedIOException e) {
      throw new MusterException(
          ErrorKind.FORBIDDEN,
          "the environment cannot be written to " + ofKey + ": " + e,
          "set MUSTER_HOME to a folder that you may write to",
          e);
    }
  }

  /** The interpreter of the environment that is whole; none when its base was uninstalled. */
  private static Optional<Path> findReady(Path ofKey) {
    try {
      Path python = interpreter(ofKey.resolve(Files.readString(ofKey.resolve(CURRENT)).strip()));
      return Files.isExecutable(python) ? Optional.of(python) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Path build(
      Python python, Path requirements, PipOptions options, Path ofKey, Cancellation cancellation)
      throws IOException, InterruptedException {
    removeLeftovers(ofKey);
    Path venv = Files.createTempDirectory(ofKey, "venv-");
    boolean whole = false;
    try {
      progress.accept("Making a Python " + python.version() + " environment for " + requirements);
      ToolProcess.Ended made =
          run(
              List.of(python.executable().toString(), "-I", "-m", "venv", venv.toString()),
              ofKey,
              cancellation);
      if (made.status() != 0) {
        throw InstallErrors.ofVenv(python, made);
      }
      ToolProcess.Ended installed =
          run(pip(venv, requirements, options), workingFolder(requirements), cancellation);
      if (installed.status() != 0) {
        throw InstallErrors.ofPip(requirements, options, installed);
      }
      publish(ofKey, String.valueOf(venv.getFileName()));
      whole = true;
      return interpreter(venv);
    } finally {
      if (!whole) {
        remove(venv);
      }
    }
  }

  private ToolProcess.Ended run(List<String> argv, Path where, Cancellation cancellation)
      throws InterruptedException {
    return new ToolProcess(argv, where, PIP_ADDED, REMOVED).run(progress, cancellation);
  }

  private static List<String> pip(Path venv, Path requirements, PipOptions options) {
    List<String> argv =
        new ArrayList<>(List.of(interpreter(venv).toString(), "-I", "-m", "pip", "install"));
    if (options.offline()) {
      argv.add("--no-index");
    }
    for (Path links : options.findLinks()) {
      argv.add("--find-links");
      argv.add(links.toString());
    }
    argv.add("--requirement");
    argv.add(requirements.toAbsolutePath().normalize().toString());
    return argv;
  }

  private static Path workingFolder(Path requirements) {
    Path absolute = requirements.toAbsolutePath().normalize();
    return Optional.ofNullable(absolute.getParent()).orElse(absolute);
  }

  private static Path interpreter(Path venv) {
    return venv.resolve("bin").resolve("python");
  }

  private static void publish(Path ofKey, String name) throws IOException {
    Path temporary = ofKey.resolve(CURRENT + ".new");
    Files.writeString(temporary, name + "\n");
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(temporary, ofKey.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void removeLeftovers(Path ofKey) throws IOException {
    Files.deleteIfExists(ofKey.resolve(CURRENT));
    try (Stream<Path> left = Files.list(ofKey)) {
      left.filter(Files::isDirectory).forEach(Venvs::remove);
    }
  }

  /** Removes a folder. What a dying pip still writes into it stays for the next who builds. */
  private static void remove(Path venv) {
    try (Stream<Path> walk = Files.walk(venv)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // Harmless: no "current" names this folder.
    }
  }
}
