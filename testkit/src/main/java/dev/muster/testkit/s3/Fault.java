package dev.muster.testkit.s3;

import java.util.Map;

/** What goes wrong with an answer of {@link ScriptedS3}. */
public sealed interface Fault {

  /**
   * An error instead of the answer.
   *
   * @param status for instance 503
   * @param code for instance {@code SlowDown}
   * @param headers sent with it
   */
  record Refuse(int status, String code, Map<String, String> headers) implements Fault {}

  /** No answer at all until the server is closed. */
  record Stall() implements Fault {}

  /**
   * The connection is cut in the middle.
   *
   * @param bytes so many bytes of the body are sent first
   */
  record Cut(int bytes) implements Fault {}

  /** A whole HTTP answer whose XML ends in the middle. */
  record HalfXml() implements Fault {}

  /** The right content under another etag, whatever If-Match says. */
  record WrongEtag() implements Fault {}

  /** The whole object, whatever Range says. */
  record IgnoredRange() implements Fault {}

  /** 503 SlowDown. */
  static Fault slowDown() {
    return refuse(503, "SlowDown");
  }

  /** An error with a code. */
  static Fault refuse(int status, String code) {
    return new Refuse(status, code, Map.of());
  }

  /** 301 PermanentRedirect: the bucket is in another region. */
  static Fault wrongRegion(String right) {
    return new Refuse(301, "PermanentRedirect", Map.of("x-amz-bucket-region", right));
  }
}
