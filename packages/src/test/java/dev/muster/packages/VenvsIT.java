package dev.muster.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.python.PythonEnvironments.PipOptions;
import dev.muster.spi.python.PythonEnvironments.Python;
import dev.muster.testkit.python.Wheel;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VenvsIT {

  @TempDir static Path shared;
  private static Path wheels;

  @TempDir Path temp;
  private final List<String> progress = Collections.synchronizedList(new ArrayList<>());
  private Venvs venvs;
  private Python python;

  @BeforeAll
  static void writeWheels() throws Exception {
    wheels = shared.resolve("wheels");
    new Wheel("mustertool", "1.0", "hello").writeTo(wheels);
  }

  @BeforeEach
  void findPython() {
    venvs = new Venvs(shared.resolve("cache"), System::getenv, progress::add);
    assumeThat(
            Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.exists(Path.of(folder, "python3"))))
        .as("python3 is missing: apt-get install python3 python3-venv")
        .isTrue();
    python = venvs.find(null);
  }

  @Test
  void findsTheInterpreterItself() throws Exception {
    assertThat(python.executable()).isAbsolute().isExecutable();
    assertThat(python.version()).matches("3\\.\\d+\\.\\d+");
    assertThat(venvs.find(python.executable().toString())).isEqualTo(python);
    Path shim = script("#!/bin/sh\necho noise\nexec " + python.executable() + " \"$@\"\n");
    assertThat(venvs.find(shim.toString())).isEqualTo(python);
  }

  @Test
  void saysWhatIsWrongWithAnInterpreter() throws Exception {
    assertThatThrownBy(() -> venvs.find("python-that-is-not"))
        .isInstanceOfSatisfying(
            MusterException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND);
              assertThat(e.hint()).contains("apt-get install python3");
            })
        .hasMessageContaining("no python-that-is-not on the PATH");
    assertThatThrownBy(() -> venvs.find(temp.resolve("none").toString()))
        .hasMessageContaining("there is no Python");
    Path old =
        script(
            "#!/bin/sh\necho 'muster {\"version\": \"3.7.9\", \"executable\": \"/usr/bin/python3.7\"}'\n");
    assertThatThrownBy(() -> venvs.find(old.toString()))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID))
        .hasMessageContaining("is Python 3.7.9, Muster needs 3.8");
    Path other = script("#!/bin/sh\necho no such option >&2\nexit 3\n");
    assertThatThrownBy(() -> venvs.find(other.toString()))
        .hasMessageContaining("is no Python")
        .hasMessageContaining("no such option");
  }

  @Test
  void nothingToInstallNeedsNoEnvironment() throws Exception {
    Path requirements = requirements("# nothing\n");
    assertThat(venvs.prepare(python, requirements, offline(), Cancellation.NONE))
        .isEqualTo(python.executable());
  }

  @Test
  void installsOnceAndForAll() throws Exception {
    Path requirements = requirements("mustertool==1.0  # a comment\n");
    Path made = venvs.prepare(python, requirements, offline(), Cancellation.NONE);
    assertThat(progress).isNotEmpty();
    assertThat(output(made.toString(), "-c", "import mustertool; mustertool.main()"))
        .isEqualTo("hello\n");
    assertThat(output(made.resolveSibling("mustertool-tool").toString())).isEqualTo("hello\n");
    progress.clear();
    Path again =
        venvs.prepare(python, requirements("mustertool==1.0\n"), offline(), Cancellation.NONE);
    assertThat(again).isEqualTo(made);
    assertThat(progress).isEmpty();
  }

  @Test
  void twoProcessesAndTwoThreadsMakeItOnce() throws Exception {
    Path requirements = requirements("mustertool\n");
    Path cache = temp.resolve("cache");
    List<CompletableFuture<String>> running = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      running.add(CompletableFuture.supplyAsync(() -> other(cache, requirements)));
      running.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return new Venvs(cache, System::getenv, progress::add)
                      .prepare(python, requirements, offline(), Cancellation.NONE)
                      .toString();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              }));
    }
    List<String> made = running.stream().map(CompletableFuture::join).toList();
    assertThat(made).containsOnly(made.get(0));
    assertThat(environments(cache)).hasSize(1);
  }

  @Test
  void aFailedInstallLeavesNothingAndShowsPipsLastLines() throws Exception {
    Path cache = temp.resolve("cache");
    Venvs fresh = new Venvs(cache, System::getenv, progress::add);
    Path requirements =
        requirements("--find-links https://bob:geheim@127.0.0.1:9/x\nno-such-package==9\n");
    assertThatThrownBy(() -> fresh.prepare(python, requirements, offline(), Cancellation.NONE))
        .isInstanceOfSatisfying(
            MusterException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(ErrorKind.INVALID);
              assertThat(e.hint()).contains("wheels/");
            })
        .hasMessageContaining("No matching distribution found for no-such-package==9")
        .hasMessageNotContaining("geheim");
    assertThat(progress).noneMatch(line -> line.contains("geheim"));
    assertThat(environments(cache)).isEmpty();
  }

  @Test
  void cancellationStopsPipItself() throws Exception {
    Path requirements = requirements("--index-url http://127.0.0.1:9/simple\nno-such-package\n");
    Path cache = temp.resolve("cache");
    Venvs fresh = new Venvs(cache, System::getenv, progress::add);
    PipOptions online = new PipOptions(false, List.of());
    Cancellation onRetry =
        () -> List.copyOf(progress).stream().anyMatch(line -> line.contains("Retrying"));
    assertThatThrownBy(() -> fresh.prepare(python, requirements, online, onRetry))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INTERRUPTED));
    assertThat(environments(cache)).isEmpty();
  }

  @Test
  void translatesWhatPipPrints() {
    PipOptions online = new PipOptions(false, List.of());
    assertThat(
            InstallErrors.ofPip(Path.of("r.txt"), online, ended("x NewConnectionError y")).kind())
        .isEqualTo(ErrorKind.UNAVAILABLE);
    assertThat(
            InstallErrors.ofPip(Path.of("r.txt"), online, ended("OSError: No space left on device"))
                .kind())
        .isEqualTo(ErrorKind.QUOTA);
    assertThat(InstallErrors.ofPip(Path.of("r.txt"), online, ended("ERROR: bad")).kind())
        .isEqualTo(ErrorKind.INVALID);
  }

  private static ToolProcess.Ended ended(String line) {
    return new ToolProcess.Ended(1, List.of(line));
  }

  @Test
  void namesTheMissingDebianPackage() throws Exception {
    Path debian =
        script(
            """
            #!/bin/sh
            echo 'The virtual environment was not created successfully because ensurepip is not'
            echo available.
            exit 1
            """);
    Path cache = temp.resolve("cache");
    Venvs fresh = new Venvs(cache, System::getenv, progress::add);
    assertThatThrownBy(
            () ->
                fresh.prepare(
                    new Python(debian, "3.11.2"),
                    requirements("x\n"),
                    offline(),
                    Cancellation.NONE))
        .isInstanceOfSatisfying(
            MusterException.class,
            e -> assertThat(e.hint()).isEqualTo("apt-get install python3.11-venv"))
        .hasMessageContaining("has no ensurepip");
    assertThat(environments(cache)).isEmpty();
  }

  @Test
  void cancellationKillsWhatRuns() throws Exception {
    Path pid = temp.resolve("pid");
    Path slow = script("#!/bin/sh\necho $$ > " + pid + "\nsleep 600 &\nwait\n");
    Path cache = temp.resolve("cache");
    Venvs fresh = new Venvs(cache, System::getenv, progress::add);
    assertThatThrownBy(
            () ->
                fresh.prepare(
                    new Python(slow, "3.11.2"),
                    requirements("x\n"),
                    offline(),
                    () -> Files.exists(pid)))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INTERRUPTED));
    long number = Long.parseLong(Files.readString(pid).strip());
    ProcessHandle.of(number).ifPresent(handle -> handle.onExit().join());
    assertThat(environments(cache)).isEmpty();
  }

  @Test
  void whatAKilledMusterLeftIsNeverUsed() throws Exception {
    Path requirements = requirements("mustertool==1.0\n");
    Path cache = temp.resolve("cache");
    Process other = start(cache, requirements);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(other.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("Making a Python")) {
          break;
        }
      }
      other.destroyForcibly().waitFor();
    }
    List<Path> left = environments(cache);
    assertThat(left).hasSize(1);
    Venvs fresh = new Venvs(cache, System::getenv, progress::add);
    Path made = fresh.prepare(python, requirements, offline(), Cancellation.NONE);
    assertThat(made.startsWith(left.get(0))).isFalse();
    assertThat(output(made.resolveSibling("mustertool-tool").toString())).isEqualTo("hello\n");
  }

  @Test
  void anEnvironmentWhoseBaseIsGoneIsMadeAgain() throws Exception {
    Path cache = temp.resolve("cache");
    Venvs fresh = new Venvs(cache, System::getenv, progress::add);
    Path requirements = requirements("mustertool==1.0\n");
    String key = EnvironmentKey.of(python, Requirements.read(requirements), offline().findLinks());
    Path gone =
        Files.createDirectories(cache.resolve("venvs").resolve(key).resolve("venv-gone/bin"));
    Files.createSymbolicLink(gone.resolve("python"), temp.resolve("uninstalled"));
    Files.writeString(cache.resolve("venvs").resolve(key).resolve("current"), "venv-gone\n");
    Path made = fresh.prepare(python, requirements, offline(), Cancellation.NONE);
    assertThat(made).isExecutable();
    assertThat(gone).doesNotExist();
    assertThat(environments(cache)).hasSize(1);
  }

  private PipOptions offline() {
    return new PipOptions(true, List.of(wheels));
  }

  private Path requirements(String text) throws Exception {
    return Files.writeString(
        Files.createDirectories(temp.resolve("p")).resolve("requirements.txt"), text);
  }

  private Path script(String text) throws Exception {
    Path script = Files.createTempFile(temp, "python", "");
    Files.writeString(script, text);
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static List<Path> environments(Path cache) throws Exception {
    try (Stream<Path> all =
        Files.find(
            cache, 3, (path, attributes) -> path.getFileName().toString().startsWith("venv-"))) {
      return all.toList();
    }
  }

  private static String other(Path cache, Path requirements) {
    try {
      Process process = start(cache, requirements);
      process.errorReader().lines().forEach(line -> {});
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).isZero();
      return out.strip();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Process start(Path cache, Path requirements) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            java.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            PrepareOnce.class.getName(),
            cache.toString(),
            requirements.toString(),
            wheels.toString())
        .start();
  }

  private static String output(String... argv) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().keySet().removeAll(Map.of("PYTHONPATH", "").keySet());
    Process process = builder.redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
