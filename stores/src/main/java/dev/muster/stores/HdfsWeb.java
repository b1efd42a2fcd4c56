package dev.muster.stores;

import dev.muster.protocol.Json;
import dev.muster.protocol.JsonException;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Speaks WebHDFS (Hadoop's documentation, "WebHDFS REST API") with the JDK's HTTP client. */
final class HdfsWeb {

  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Until an answer begins; a NameNode that collects garbage is slow for seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String ROOT = "/webhdfs/v1";
  private static final int LONGEST_ERROR = 64 << 10;
  private static final int FOUND = 200;
  private static final int CREATED = 201;
  private static final int REDIRECT = 307;

  private final URI namenode;
  private final String user;
  private final String name;
  private final HttpClient client;

  /**
   * @param namenode for instance {@code http://10.0.0.1:9870}
   * @param user whose rights count; empty for those of nobody
   * @param name of the HDFS, for messages
   */
  HdfsWeb(URI namenode, String user, String name) {
    this.namenode = namenode;
    this.user = user;
    this.name = name;
    client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** An object of JSON; empty when there is nothing at the path. */
  Optional<Map<String, @Nullable Object>> get(String path, String query) {
    HttpResponse<InputStream> answer = send(HttpRequest.newBuilder().GET(), uri(path, query), path);
    try {
      return Optional.of(object(accept(answer, path, FOUND)));
    } catch (MusterException e) {
      if (e.kind() == ErrorKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Changes something. */
  void put(String path, String query) {
    HttpRequest.Builder request = HttpRequest.newBuilder().PUT(BodyPublishers.noBody());
    drain(accept(send(request, uri(path, query), path), path, FOUND), path);
  }

  /** Removes a file, if it is there. */
  void delete(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder().DELETE();
    drain(accept(send(request, uri(path, "op=DELETE"), path), path, FOUND), path);
  }

  private void drain(InputStream body, String path) {
    try (body) {
      body.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw unavailable(path, e);
    }
  }

  /** Bytes of a file. */
  InputStream read(String path, String query) {
    HttpResponse<InputStream> told = send(HttpRequest.newBuilder().GET(), uri(path, query), path);
    if (told.statusCode() != REDIRECT) {
      return accept(told, path, FOUND);
    }
    return accept(send(HttpRequest.newBuilder().GET(), elsewhere(told, path), path), path, FOUND);
  }

  /** Writes a file. The NameNode names a DataNode that takes the bytes. */
  void write(String path, String query, Path file) {
    HttpRequest.Builder first = HttpRequest.newBuilder().PUT(BodyPublishers.noBody());
    HttpResponse<InputStream> told = send(first, uri(path, query), path);
    if (told.statusCode() != REDIRECT) {
      var unused = accept(told, path, REDIRECT);
    }
    try {
      HttpRequest.Builder second = HttpRequest.newBuilder().PUT(BodyPublishers.ofFile(file));
      accept(send(second, elsewhere(told, path), path), path, CREATED).close();
    } catch (FileNotFoundException e) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "cannot write " + path + ": there is no file " + file, null, e);
    } catch (IOException e) {
      throw unavailable(path, e);
    }
  }

  private URI elsewhere(HttpResponse<InputStream> told, String path) {
    try {
      told.body().close();
      URI place =
          told.headers()
              .firstValue("Location")
              .map(namenode::resolve)
              .orElseThrow(() -> new IOException("a redirection without a place"));
      // The NameNode puts letters with accents together (URI.toASCIIString): the path stays ours.
      return URI.create(
          place.getScheme()
              + "://"
              + place.getRawAuthority()
              + ROOT
              + encoded(path)
              + "?"
              + place.getRawQuery());
    } catch (IOException | IllegalArgumentException e) {
      throw unavailable(path, e);
    }
  }

  private URI uri(String path, String query) {
    String as = user.isEmpty() ? "" : "&user.name=" + encode(user);
    return URI.create(namenode + ROOT + encoded(path) + "?" + query + as);
  }

  private static String encoded(String path) {
    return encode(path).replace("%2F", "/");
  }

  /** As a part of an address. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpResponse<InputStream> send(HttpRequest.Builder request, URI uri, String path) {
    try {
      return client.send(request.uri(uri).timeout(PATIENCE).build(), BodyHandlers.ofInputStream());
    } catch (java.net.http.HttpTimeoutException e) {
      throw new MusterException(
          ErrorKind.TIMEOUT, name + path + ": no answer from " + uri.getAuthority(), null, e);
    } catch (IOException e) {
      throw unavailable(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MusterException(ErrorKind.INTERRUPTED, "stopped while asking " + name, null, e);
    }
  }

  private MusterException unavailable(String path, Exception e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new MusterException(
        ErrorKind.UNAVAILABLE,
        name + path + ": " + why,
        "is " + namenode + " the NameNode's HTTP address, and can its DataNodes be reached?",
        e);
  }

  private InputStream accept(HttpResponse<InputStream> answer, String path, int status) {
    if (answer.statusCode() == status) {
      return answer.body();
    }
    String text;
    try (InputStream body = answer.body()) {
      text = new String(body.readNBytes(LONGEST_ERROR), StandardCharsets.UTF_8);
    } catch (IOException e) {
      text = "";
    }
    throw HdfsErrorTranslator.translate(name + path, answer.statusCode(), text);
  }

  private Map<String, @Nullable Object> object(InputStream body) {
    try (body) {
      return Json.parseObject(new String(body.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException | JsonException e) {
      throw unavailable("", e);
    }
  }
}
