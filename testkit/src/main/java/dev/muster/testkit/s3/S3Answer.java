package dev.muster.testkit.s3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** An HTTP answer. Texts of errors are those of the S3 API reference, "Error responses". */
final class S3Answer {

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  S3Answer(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  static S3Answer empty(int status, Map<String, String> headers) {
    return new S3Answer(status, headers, new byte[0]);
  }

  static S3Answer xml(int status, String xml) {
    String whole = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml;
    return new S3Answer(
        status, Map.of("Content-Type", "application/xml"), whole.getBytes(StandardCharsets.UTF_8));
  }

  static S3Answer error(int status, String code) {
    return xml(status, "<Error><Code>%s</Code><Message>scripted</Message></Error>".formatted(code));
  }

  S3Answer with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new S3Answer(status, more, body);
  }

  S3Answer firstBytes(int count) {
    return new S3Answer(status, headers, Arrays.copyOf(body, Math.min(count, body.length)));
  }
}
