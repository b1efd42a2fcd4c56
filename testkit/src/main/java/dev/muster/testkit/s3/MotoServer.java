package dev.muster.testkit.s3;

import dev.muster.testkit.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A {@code moto_server} from PATH: one per JVM, started when first asked for, killed when the JVM
 * ends. Tests that want it are skipped, aloud, where it is not installed.
 */
public final class MotoServer implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(2);
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");
  private static final Pattern PUT = Pattern.compile("\"PUT (/[^ ?]*)");
  private static @Nullable MotoServer shared;

  private final Process process;
  private final Path log;
  private final URI endpoint;
  private final HttpClient http = HttpClient.newHttpClient();

  private MotoServer(Process process, Path log, URI endpoint) {
    this.process = process;
    this.log = log;
    this.endpoint = endpoint;
  }

  /** The JVM's moto, running. Skips the test when there is none on this machine. */
  public static synchronized MotoServer shared() {
    if (shared == null || !shared.process.isAlive()) {
      shared = start("127.0.0.1");
    }
    return shared;
  }

  private static void assumeInstalled() {
    Assumptions.assumeTrue(
        isOnPath(), "moto_server is not on PATH; install it: pip install 'moto[server]'");
  }

  private static boolean isOnPath() {
    String path = System.getenv("PATH");
    return path != null
        && Stream.of(path.split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "moto_server")));
  }

  /**
   * A moto of the test's own, at an address of this machine that others reach. Skips the test when
   * there is none on this machine.
   */
  public static MotoServer start(String address) {
    assumeInstalled();
    try {
      int port = FreePort.at(address);
      Path log = Files.createTempFile("muster-moto-", ".log");
      log.toFile().deleteOnExit();
      Process process =
          new ProcessBuilder("moto_server", "-H", address, "-p", Integer.toString(port))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> kill(process)));
      MotoServer moto = new MotoServer(process, log, URI.create("http://" + address + ":" + port));
      moto.waitUntilReady();
      return moto;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void waitUntilReady() {
    long deadline = System.nanoTime() + START.toNanos();
    while (!isReady()) {
      if (hasEndedWithin(Duration.ofMillis(50))) {
        throw new IllegalStateException("moto_server ended with " + process.exitValue());
      }
      if (System.nanoTime() > deadline) {
        kill(process);
        throw new IllegalStateException("moto_server did not answer within " + START);
      }
    }
  }

  private boolean isReady() {
    try {
      return send("GET", "/moto-api/data.json") == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  private boolean hasEndedWithin(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      kill(process);
      throw new IllegalStateException("interrupted while moto_server started", stop);
    }
  }

  /** Forgets everything. */
  public void reset() {
    require(send("POST", "/moto-api/reset"), "reset moto");
  }

  /** Makes an empty bucket. */
  public void createBucket(String name) {
    require(send("PUT", "/" + name), "make the bucket " + name);
  }

  /** The keys of a bucket, 1000 at most. */
  public List<String> keys(String bucket) {
    String listing = ask("GET", "/" + bucket + "?list-type=2").body();
    return KEY.matcher(listing).results().map(match -> match.group(1)).toList();
  }

  /** The paths below one that have been written to, each once. */
  public List<String> puts(String path) {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .map(PUT::matcher)
          .filter(Matcher::find)
          .map(match -> match.group(1))
          .filter(put -> put.startsWith(path))
          .distinct()
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void require(int status, String what) {
    if (status != 200) {
      throw new IllegalStateException("cannot " + what + ": moto answered " + status);
    }
  }

  private int send(String method, String path) {
    return ask(method, path).statusCode();
  }

  private HttpResponse<String> ask(String method, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve(path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking moto", stop);
    }
  }

  /** Where it listens. */
  public URI endpoint() {
    return endpoint;
  }

  /** What leads an S3 client here: endpoint, region and made-up credentials. */
  public Function<String, @Nullable String> environment() {
    return variables()::get;
  }

  /** The same as variables for a process that is started. */
  public Map<String, String> variables() {
    return S3Environment.of(endpoint);
  }

  /** Ends it; for one of the test's own. */
  @Override
  public void close() {
    kill(process);
  }
}
