package dev.muster.model;

/**
 * One object of a store that tasks read.
 *
 * @param root where the key is relative to: an absolute folder as {@code file:/data/} or a bucket
 *     as {@code s3://bucket/}; always ends with a slash, shared by all inputs of one listing
 * @param key the path below the root, with {@code /} between its parts
 * @param size in bytes
 * @param version what tells two contents apart: {@code sha256:<hex>} or {@code etag:<etag>}; empty
 *     while it is not known yet
 */
public record Input(String root, String key, long size, String version) {

  public Input {
    if (!root.endsWith("/")) {
      throw new IllegalArgumentException("a root ends with a slash, not " + root);
    }
    if (key.isEmpty()) {
      throw new IllegalArgumentException("an input has a key");
    }
    if (size < 0) {
      throw new IllegalArgumentException("a size is 0 or more, not " + size);
    }
  }

  /** The whole address; not percent-encoded, it is for people and stores, not for URI parsers. */
  public String uri() {
    return root + key;
  }

  /** The same object with its content known. */
  public Input withVersion(String newVersion) {
    return new Input(root, key, size, newVersion);
  }
}
