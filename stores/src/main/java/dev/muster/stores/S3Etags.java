package dev.muster.stores;

import org.jspecify.annotations.Nullable;

/** S3 sends an etag in double quotes; Muster keeps it without. */
final class S3Etags {

  private S3Etags() {}

  /** Without quotes; empty for null. */
  static String bare(@Nullable String etag) {
    if (etag == null) {
      return "";
    }
    return etag.length() >= 2 && etag.startsWith("\"") && etag.endsWith("\"")
        ? etag.substring(1, etag.length() - 1)
        : etag;
  }

  /** As If-Match wants it. */
  static String quoted(String etag) {
    return "\"" + bare(etag) + "\"";
  }
}
