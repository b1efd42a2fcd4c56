package dev.muster.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The wheels of a folder as pip's simple index (PEP 503), at an address of this machine. */
final class PackageIndex implements AutoCloseable {

  private final HttpServer server;
  private final Path wheels;
  private final String host;

  PackageIndex(String host, Path wheels) throws IOException {
    this.host = host;
    this.wheels = wheels;
    server = HttpServer.create(new InetSocketAddress(host, 0), 10);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Path file = wheels.resolve(path.substring(path.lastIndexOf('/') + 1));
    byte[] body;
    if (Files.isRegularFile(file)) {
      body = Files.readAllBytes(file);
    } else {
      try (Stream<Path> files = Files.list(wheels)) {
        body =
            files
                .map(each -> each.getFileName().toString())
                .map(name -> "<a href=\"/files/" + name + "\">" + name + "</a>")
                .collect(Collectors.joining("\n", "<!DOCTYPE html><html><body>", "</body></html>"))
                .getBytes(StandardCharsets.UTF_8);
      }
      exchange.getResponseHeaders().set("Content-Type", "text/html");
    }
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String address() {
    return "http://" + host + ":" + server.getAddress().getPort() + "/simple/";
  }

  /** What leads pip here. */
  Map<String, String> environment() {
    return Map.of("PIP_INDEX_URL", address(), "PIP_TRUSTED_HOST", host);
  }

  /** The same as lines of pip.conf, its section for installing being the last one. */
  String configuration() {
    return "[global]\nindex-url = " + address() + "\ntrusted-host = " + host + "\n[install]\n";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
