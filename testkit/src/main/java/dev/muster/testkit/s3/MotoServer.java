package dev.muster.testkit.s3;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A {@code moto_server} from PATH: one per JVM, started when first asked for, killed when the JVM
 * ends. Tests that want it are skipped, aloud, where it is not installed.
 */
public final class MotoServer {

  private static final Duration START = Duration.ofSeconds(60);
  private static @Nullable MotoServer shared;

  private final Process process;
  private final URI endpoint;
  private final HttpClient http = HttpClient.newHttpClient();

  private MotoServer(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** The JVM's moto, running. Skips the test when there is none on this machine. */
  public static synchronized MotoServer shared() {
    if (shared == null || !shared.process.isAlive()) {
      Assumptions.assumeTrue(
          isOnPath(), "moto_server is not on PATH; install it: pip install 'moto[server]'");
      shared = start();
    }
    return shared;
  }

  private static boolean isOnPath() {
    String path = System.getenv("PATH");
    return path != null
        && Stream.of(path.split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "moto_server")));
  }

  private static MotoServer start() {
    try {
      int port = freePort();
      Process process =
          new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", Integer.toString(port))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> kill(process)));
      MotoServer moto = new MotoServer(process, URI.create("http://127.0.0.1:" + port));
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
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

  private static void require(int status, String what) {
    if (status != 200) {
      throw new IllegalStateException("cannot " + what + ": moto answered " + status);
    }
  }

  private int send(String method, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve(path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
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
}
