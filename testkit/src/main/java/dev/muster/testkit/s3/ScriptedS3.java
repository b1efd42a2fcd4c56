package dev.muster.testkit.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An S3 server of a few operations, on a free port of this machine, that fails on cue:
 *
 * <pre>{@code
 * try (ScriptedS3 s3 = ScriptedS3.start()) {
 *   s3.add("data", new MemoryBucket().with("a.csv", "x,y\n1,2\n"));
 *   s3.fail(2, Operation.GET, Fault.slowDown());
 *   Store store = new S3StoreFactory().open("s3://data/", s3.environment());
 *   …
 *   assertThat(s3.requests(Operation.GET)).hasSize(3);
 * }
 * }</pre>
 *
 * <p>It does not look at signatures.
 */
public final class ScriptedS3 implements AutoCloseable {

  static {
    // Without it the JDK's server answers 40 ms late: Nagle's algorithm against delayed
    // acknowledgement. It reads the property once, before the first server.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final S3Answers answers = new S3Answers(buckets);
  private final List<S3Request> requests = new ArrayList<>();
  private final List<Script> scripts = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private ScriptedS3(HttpServer server) {
    this.server = server;
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "scripted-s3");
              thread.setDaemon(true);
              return thread;
            });
  }

  private record Script(Operation operation, Fault fault) {}

  /** Starts a server without buckets. */
  public static ScriptedS3 start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
      ScriptedS3 s3 = new ScriptedS3(server);
      server.createContext("/", s3::handle);
      server.setExecutor(s3.threads);
      server.start();
      return s3;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Adds a bucket, or replaces one. */
  public ScriptedS3 add(String name, Bucket bucket) {
    buckets.put(name, bucket);
    return this;
  }

  /** The next answers to an operation go wrong; scripts of one operation queue up. */
  public synchronized void fail(int times, Operation operation, Fault fault) {
    for (int i = 0; i < times; i++) {
      scripts.add(new Script(operation, fault));
    }
  }

  /** Forgets what was to go wrong. */
  public synchronized void recover() {
    scripts.clear();
  }

  /** At most so many keys per page; 1000 until told. */
  public void pageSize(int keys) {
    answers.pageSize(keys);
  }

  /** What was asked so far, in order; failed requests too. */
  public synchronized List<S3Request> requests(Operation operation) {
    return requests.stream().filter(request -> request.operation() == operation).toList();
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create(
        "http://%s:%d"
            .formatted(
                server.getAddress().getAddress().getHostAddress(), server.getAddress().getPort()));
  }

  /** What leads an S3 client here: endpoint, region and made-up credentials. */
  public Function<String, @Nullable String> environment() {
    return variables()::get;
  }

  /** The same as variables for a process that is started. */
  public Map<String, String> variables() {
    return S3Environment.of(endpoint());
  }

  /** Stops it; stalled answers are dropped. */
  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] content = exchange.getRequestBody().readAllBytes();
      S3Request request = S3Request.of(exchange);
      Fault fault = record(request);
      if (fault == null) {
        send(exchange, answers.answer(request, content));
      } else {
        send(exchange, request, content, fault);
      }
    } catch (RuntimeException bug) {
      send(exchange, S3Answer.error(500, "Bug-" + bug.getClass().getSimpleName()));
    }
  }

  private synchronized @Nullable Fault record(S3Request request) {
    requests.add(request);
    for (Script script : scripts) {
      if (script.operation() == request.operation()) {
        scripts.remove(script);
        return script.fault();
      }
    }
    return null;
  }

  private void send(HttpExchange exchange, S3Request request, byte[] content, Fault fault)
      throws IOException {
    if (fault instanceof Fault.Refuse refuse) {
      S3Answer answer = S3Answer.error(refuse.status(), refuse.code());
      for (Map.Entry<String, String> header : refuse.headers().entrySet()) {
        answer = answer.with(header.getKey(), header.getValue());
      }
      send(exchange, answer);
    } else if (fault instanceof Fault.Stall) {
      waitUntilClosed();
    } else if (fault instanceof Fault.Cut cut) {
      S3Answer answer = answers.answer(request, content);
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status(), answer.body().length);
      exchange.getResponseBody().write(answer.firstBytes(cut.bytes()).body());
      exchange.getResponseBody().flush();
    } else if (fault instanceof Fault.HalfXml) {
      S3Answer answer = answers.answer(request, content);
      send(exchange, answer.firstBytes(answer.body().length / 2));
    } else if (fault instanceof Fault.WrongEtag) {
      S3Answer answer = answers.answer(without(request, "if-match"), content);
      send(exchange, answer.with("ETag", "\"0123456789abcdef0123456789abcdef\""));
    } else {
      send(exchange, answers.answer(without(request, "range"), content));
    }
  }

  private static S3Request without(S3Request request, String header) {
    Map<String, String> headers = new HashMap<>(request.headers());
    headers.remove(header);
    return new S3Request(
        request.operation(), request.bucket(), request.key(), request.query(), headers);
  }

  private void waitUntilClosed() {
    try {
      closed.await();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, S3Answer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    boolean bare = exchange.getRequestMethod().equals("HEAD") || answer.body().length == 0;
    exchange.sendResponseHeaders(answer.status(), bare ? -1 : answer.body().length);
    if (!bare) {
      exchange.getResponseBody().write(answer.body());
    }
  }
}
