package dev.muster.core.run;

/**
 * Where a project wants its results saved.
 *
 * @param root of the store, for instance {@code s3://bucket/}
 * @param prefix of keys; empty, or ends with a slash
 */
record SavePlace(String root, String prefix) {

  /** Reads {@code s3://bucket/prefix}. */
  static SavePlace of(String target) {
    int bucketEnd = target.indexOf('/', target.indexOf("://") + 3);
    String root = bucketEnd < 0 ? target + "/" : target.substring(0, bucketEnd + 1);
    String prefix = bucketEnd < 0 ? "" : target.substring(bucketEnd + 1);
    return new SavePlace(root, prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
  }
}
