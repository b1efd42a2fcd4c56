package dev.muster.stores;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.store.Store;
import dev.muster.spi.store.StoredObject;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A folder of an HDFS. Its etag of a file is the number that HDFS gave the file, its time and its
 * size: a file that is replaced has another number.
 */
final class HdfsStore implements Store {

  /** Files that are being written, or were when somebody was killed. */
  static final String UNFINISHED = ".muster-put-";

  private final String root;
  private final String folder;
  private final HdfsWeb web;

  /**
   * @param root ends with a slash
   * @param folder its path in the HDFS, with slashes at both ends
   */
  HdfsStore(String root, String folder, HdfsWeb web) {
    this.root = root;
    this.folder = folder;
    this.web = web;
  }

  @Override
  public String root() {
    return root;
  }

  @Override
  public Stream<StoredObject> list(String prefix) {
    Keys.checkPrefix(root, prefix);
    if (status(folder).isEmpty()) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "there is no folder " + root, "hdfs dfs -mkdir -p " + folder);
    }
    return StreamSupport.stream(new HdfsListing(web, folder, prefix), false);
  }

  @Override
  public Optional<StoredObject> find(String key) {
    return status(path(key)).flatMap(status -> object(key, status));
  }

  private Optional<Map<String, @Nullable Object>> status(String path) {
    return web.get(path, "op=GETFILESTATUS").flatMap(HdfsStore::inner);
  }

  @SuppressWarnings("unchecked")
  private static Optional<Map<String, @Nullable Object>> inner(Map<String, @Nullable Object> all) {
    return all.get("FileStatus") instanceof Map<?, ?> map
        ? Optional.of((Map<String, @Nullable Object>) map)
        : Optional.empty();
  }

  /** A file as its status says; empty for a folder. */
  static Optional<StoredObject> object(String key, Map<String, ?> status) {
    if (!"FILE".equals(status.get("type"))) {
      return Optional.empty();
    }
    long size = number(status, "length");
    long modified = number(status, "modificationTime");
    return Optional.of(
        new StoredObject(
            key,
            size,
            Instant.ofEpochMilli(modified),
            number(status, "fileId") + "-" + modified + "-" + size));
  }

  private static long number(Map<String, ?> status, String name) {
    return status.get(name) instanceof Number number ? number.longValue() : 0;
  }

  @Override
  public InputStream open(String key, long offset, long length, String etag) {
    String path = path(key);
    StoredObject there = require(key, etag);
    if (offset >= there.size() || length == 0) {
      return InputStream.nullInputStream();
    }
    long most = length < 0 ? there.size() - offset : Math.min(length, there.size() - offset);
    InputStream in = web.read(path, "op=OPEN&offset=" + offset + "&length=" + most);
    if (!etag.isEmpty()) {
      // It may have been replaced between the two questions.
      var unused = require(key, etag);
    }
    return new HdfsBody(in, most, root + key);
  }

  private StoredObject require(String key, String etag) {
    StoredObject there =
        find(key)
            .orElseThrow(
                () ->
                    new MusterException(
                        ErrorKind.NOT_FOUND,
                        "there is no file " + root + key,
                        "look at what is there: hdfs dfs -ls " + folder));
    if (!etag.isEmpty() && !etag.equals(there.etag())) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "%s%s has changed: it is %s, not %s".formatted(root, key, there.etag(), etag),
          "list the folder again");
    }
    return there;
  }

  @Override
  public void put(String key, Path file) {
    String path = path(key);
    if (!Files.isRegularFile(file)) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "cannot write %s%s: there is no file %s".formatted(root, key, file));
    }
    String unfinished =
        path.substring(0, path.lastIndexOf('/') + 1) + UNFINISHED + UUID.randomUUID();
    boolean done = false;
    try {
      web.write(unfinished, "op=CREATE&overwrite=true", file);
      // Who reads sees the old file or the new: HDFS renames at once.
      web.put(unfinished, "op=RENAME&renameoptions=OVERWRITE&destination=" + HdfsWeb.encode(path));
      done = true;
    } finally {
      if (!done) {
        remove(unfinished);
      }
    }
  }

  @Override
  public void delete(String key) {
    web.delete(path(key));
  }

  private void remove(String unfinished) {
    try {
      web.delete(unfinished);
    } catch (MusterException e) {
      // The failure before says what is wrong; listings leave such files out.
    }
  }

  @Override
  public Optional<Path> localPath(String key) {
    var unused = path(key);
    return Optional.empty();
  }

  /** HDFS takes no empty part, no dot alone, and no colon (DFSUtilClient.isValidName). */
  private String path(String key) {
    Keys.check(root, key);
    for (String part : key.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.indexOf(':') >= 0) {
        throw Keys.invalid(
            root, key, "HDFS has no empty parts, no part that is only a dot, and no colons");
      }
    }
    return folder + key;
  }

  @Override
  public void close() {}
}
