package dev.muster.testkit.s3;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a client sent, without the content.
 *
 * @param operation what it asks for
 * @param bucket the first part of the path
 * @param key the rest of the path, decoded; empty for the bucket itself
 * @param query decoded
 * @param headers by lower-case name; the first value of each
 */
public record S3Request(
    Operation operation,
    String bucket,
    String key,
    Map<String, String> query,
    Map<String, String> headers) {

  static S3Request of(HttpExchange exchange) {
    String path = exchange.getRequestURI().getRawPath().substring(1);
    int slash = path.indexOf('/');
    String bucket = decode(slash < 0 ? path : path.substring(0, slash));
    String key = slash < 0 ? "" : decode(path.substring(slash + 1).replace("+", "%2B"));
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    Operation operation = operation(exchange.getRequestMethod(), key, query);
    return new S3Request(operation, bucket, key, Map.copyOf(query), Map.copyOf(headers));
  }

  private static Operation operation(String method, String key, Map<String, String> query) {
    boolean part = query.containsKey("uploadId");
    return switch (method) {
      case "GET" ->
          !key.isEmpty()
              ? Operation.GET
              : "2".equals(query.get("list-type")) ? Operation.LIST : Operation.OTHER;
      case "HEAD" -> key.isEmpty() ? Operation.OTHER : Operation.HEAD;
      case "PUT" -> key.isEmpty() ? Operation.OTHER : part ? Operation.PUT_PART : Operation.PUT;
      case "POST" ->
          part
              ? Operation.COMPLETE_PARTS
              : query.containsKey("uploads") ? Operation.START_PARTS : Operation.OTHER;
      case "DELETE" ->
          part ? Operation.ABORT_PARTS : key.isEmpty() ? Operation.OTHER : Operation.DELETE;
      default -> Operation.OTHER;
    };
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        query.put(
            decode(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
