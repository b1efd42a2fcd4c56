package dev.muster.testkit.maven;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Maven repository (layout 2: {@code group/artifact/version/artifact-version.jar}, with {@code
 * .sha1} beside each file) on a port of this machine. It can be told to misbehave.
 */
public final class ScriptedMaven implements AutoCloseable {

  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, List<String>> versions = new ConcurrentHashMap<>();
  private final Map<String, MavenFault> faults = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile boolean closed;
  private volatile @Nullable String authorization;

  public ScriptedMaven() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /** Its address, for settings. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/repository";
  }

  /**
   * Publishes a jar of random bytes, always the same for the same coordinates.
   *
   * @param coordinates {@code group:artifact:version}
   * @param dependencies coordinates, each with an optional {@code :scope}
   */
  public ScriptedMaven publish(String coordinates, int bytes, String... dependencies) {
    String[] parts = coordinates.split(":", -1);
    byte[] jar = new byte[bytes];
    new Random(coordinates.hashCode()).nextBytes(jar);
    put(path(coordinates, "jar"), jar);
    put(path(coordinates, "pom"), pom(parts, dependencies).getBytes(StandardCharsets.UTF_8));
    String artifact = parts[0].replace('.', '/') + "/" + parts[1];
    List<String> all = versions.computeIfAbsent(artifact, name -> new CopyOnWriteArrayList<>());
    all.add(parts[2]);
    put(artifact + "/maven-metadata.xml", metadata(parts, all).getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Where a file of an artifact is, below the repository. */
  public static String path(String coordinates, String extension) {
    String[] parts = coordinates.split(":", -1);
    return "%s/%s/%s/%s-%s.%s"
        .formatted(parts[0].replace('.', '/'), parts[1], parts[2], parts[1], parts[2], extension);
  }

  /** A file's bytes as they are published. */
  public byte[] content(String path) {
    byte[] content = files.get(path);
    if (content == null) {
      throw new IllegalArgumentException("nothing is published as " + path);
    }
    return content.clone();
  }

  /** From now on a file is answered so; null takes it back. */
  public void fault(String path, @Nullable MavenFault fault) {
    if (fault == null) {
      faults.remove(path);
    } else {
      faults.put(path, fault);
    }
  }

  /** From now on every request needs this {@code Authorization} header. */
  public void require(@Nullable String header) {
    authorization = header;
  }

  /** The paths that were asked for, in order. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Jars that were asked for. */
  public List<String> jars() {
    return requests.stream().filter(path -> path.endsWith(".jar")).toList();
  }

  /** The headers of all requests. */
  public List<Map<String, List<String>>> headers() {
    return List.copyOf(headers);
  }

  /** Forgets the requests so far. */
  public void forget() {
    requests.clear();
    headers.clear();
  }

  private void put(String path, byte[] content) {
    files.put(path, content);
    try {
      String sha1 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
      files.put(path + ".sha1", sha1.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String pom(String[] parts, String... dependencies) {
    List<String> lines = new ArrayList<>();
    for (String dependency : dependencies) {
      String[] named = dependency.split(":", -1);
      lines.add(
          "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>%s</dependency>"
              .formatted(
                  named[0],
                  named[1],
                  named[2],
                  named.length > 3 ? "<scope>" + named[3] + "</scope>" : ""));
    }
    return """
        <project><modelVersion>4.0.0</modelVersion>
        <groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>
        <dependencies>%s</dependencies></project>
        """
        .formatted(parts[0], parts[1], parts[2], String.join("\n", lines));
  }

  private static String metadata(String[] parts, List<String> versions) {
    return """
        <metadata><groupId>%s</groupId><artifactId>%s</artifactId>
        <versioning><versions>%s</versions></versioning></metadata>
        """
        .formatted(
            parts[0],
            parts[1],
            versions.stream()
                .map(version -> "<version>" + version + "</version>")
                .collect(Collectors.joining()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().replaceFirst("^/repository/", "");
      requests.add(path);
      headers.add(Map.copyOf(exchange.getRequestHeaders()));
      String needed = authorization;
      if (needed != null
          && !needed.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"test\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      byte[] content = files.get(path);
      MavenFault fault = faults.get(path);
      if (fault != null && fault.status() != 200) {
        exchange.sendResponseHeaders(fault.status(), -1);
      } else if (content == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        send(exchange, content, fault);
      }
    }
  }

  private void send(HttpExchange exchange, byte[] content, @Nullable MavenFault fault)
      throws IOException {
    exchange.sendResponseHeaders(200, content.length);
    OutputStream out = exchange.getResponseBody();
    if (fault == null) {
      out.write(content);
      out.close();
      return;
    }
    byte[] sent = content.clone();
    if (fault.garbled()) {
      sent[sent.length / 2] ^= 1;
    }
    int end = fault.cutAt() < 0 ? sent.length : Math.min(sent.length, fault.cutAt());
    int chunk = fault.chunk() <= 0 ? sent.length : fault.chunk();
    for (int at = 0; at < end && !closed; at += chunk) {
      out.write(sent, at, Math.min(chunk, end - at));
      out.flush();
      pause(fault.pauseMillis());
    }
    if (end == sent.length) {
      out.close();
    }
  }

  private synchronized void pause(long millis) throws IOException {
    long until = System.nanoTime() + millis * 1_000_000;
    try {
      while (!closed && System.nanoTime() < until) {
        wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    synchronized (this) {
      notifyAll();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
