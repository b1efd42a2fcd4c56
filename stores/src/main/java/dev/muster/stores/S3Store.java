package dev.muster.stores;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.store.Store;
import dev.muster.spi.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * A bucket. Etags are kept without their quotes. Streams that it opens throw {@link
 * MusterException} too when reading fails.
 */
final class S3Store implements Store {

  private final S3Target target;
  private final S3Connection connection;
  private final S3ErrorTranslator errors;
  private final S3Limits limits;

  private S3Store(S3Target target, S3Connection connection, S3Limits limits) {
    this.target = target;
    this.connection = connection;
    this.errors = new S3ErrorTranslator(target);
    this.limits = limits;
  }

  static S3Store open(
      String bucket, Function<String, @Nullable String> environment, S3Limits limits) {
    S3Target target = S3Target.of(bucket, environment);
    return new S3Store(target, new S3Connection(target, environment, limits), limits);
  }

  @Override
  public String root() {
    return target.root();
  }

  @Override
  public Stream<StoredObject> list(String prefix) {
    Keys.checkPrefix(root(), prefix);
    return StreamSupport.stream(new S3Listing(connection, errors, target, prefix), false);
  }

  /**
   * {@inheritDoc} Empty, too, when there is no such bucket: S3 does not tell the two apart here.
   */
  @Override
  public Optional<StoredObject> find(String key) {
    Keys.check(root(), key);
    try {
      HeadObjectResponse head =
          connection.client().headObject(r -> r.bucket(target.bucket()).key(key));
      return Optional.of(
          new StoredObject(
              key, head.contentLength(), head.lastModified(), S3Etags.bare(head.eTag())));
    } catch (SdkException failure) {
      MusterException error = errors.translate("look at " + address(key), failure);
      if (error.kind() == ErrorKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw error;
    }
  }

  @Override
  public InputStream open(String key, long offset, long length, String etag) {
    Keys.check(root(), key);
    String action = "read " + address(key);
    if (length == 0) {
      return openNothing(key, etag, action);
    }
    ResponseInputStream<GetObjectResponse> content;
    try {
      content = connection.client().getObject(request(key, offset, length, etag));
    } catch (SdkException failure) {
      if (failure instanceof AwsServiceException answer && answer.statusCode() == 416) {
        return InputStream.nullInputStream();
      }
      throw changedOr(errors.translate(action, failure), key, etag, failure);
    }
    return body(content, key, offset, length, etag);
  }

  private InputStream body(
      ResponseInputStream<GetObjectResponse> content,
      String key,
      long offset,
      long length,
      String etag) {
    GetObjectResponse head = content.response();
    if (!etag.isEmpty() && !S3Etags.bare(head.eTag()).equals(S3Etags.bare(etag))) {
      content.abort();
      throw changed(key, etag, null);
    }
    if (offset > 0 && head.contentRange() == null) {
      content.abort();
      throw new MusterException(
          ErrorKind.UNAVAILABLE,
          "cannot read %s from byte %d: %s ignores ranges"
              .formatted(address(key), offset, target.server()),
          "use an S3 server that answers Range requests");
    }
    Long size = head.contentLength();
    long expected = size == null ? -1 : length < 0 ? size : Math.min(size, length);
    return new S3Body(content, errors, "read " + address(key), expected);
  }

  /** A range cannot say "no bytes"; that the object is there, and unchanged, still counts. */
  private InputStream openNothing(String key, String etag, String action) {
    StoredObject object =
        find(key)
            .orElseThrow(
                () ->
                    new MusterException(
                        ErrorKind.NOT_FOUND,
                        "cannot %s: it is not there".formatted(action),
                        "check the bucket and the key"));
    if (!etag.isEmpty() && !object.etag().equals(S3Etags.bare(etag))) {
      throw changed(key, etag, null);
    }
    return InputStream.nullInputStream();
  }

  private GetObjectRequest request(String key, long offset, long length, String etag) {
    GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(target.bucket()).key(key);
    if (offset > 0 || length > 0) {
      boolean toEnd = length < 0 || offset > Long.MAX_VALUE - length;
      request.range("bytes=" + offset + "-" + (toEnd ? "" : offset + length - 1));
    }
    if (!etag.isEmpty()) {
      request.ifMatch(S3Etags.quoted(etag));
    }
    return request.build();
  }

  private MusterException changedOr(
      MusterException error, String key, String etag, SdkException failure) {
    return error.kind() == ErrorKind.CONFLICT && !etag.isEmpty()
        ? changed(key, etag, failure)
        : error;
  }

  private MusterException changed(String key, String etag, @Nullable Throwable cause) {
    return new MusterException(
        ErrorKind.CONFLICT,
        "%s has changed since it was listed: its etag is no longer %s"
            .formatted(address(key), S3Etags.bare(etag)),
        "run again: it is listed anew",
        cause);
  }

  @Override
  public void put(String key, Path file) {
    Keys.check(root(), key);
    if (key.endsWith("/")) {
      throw Keys.invalid(root(), key, "it ends with a slash");
    }
    long size;
    try {
      size = Files.size(file);
    } catch (IOException failure) {
      throw FileErrorTranslator.translate("read", file, failure);
    }
    try {
      new S3Upload(connection.client(), target.bucket(), key).send(file, size, limits.part());
    } catch (SdkException failure) {
      throw errors.translate("write " + address(key), failure);
    }
  }

  @Override
  public void delete(String key) {
    Keys.check(root(), key);
    try {
      connection.client().deleteObject(r -> r.bucket(target.bucket()).key(key));
    } catch (SdkException failure) {
      throw errors.translate("remove " + address(key), failure);
    }
  }

  @Override
  public Optional<URI> writeAddress(String key, Duration valid) {
    Keys.check(root(), key);
    try {
      return Optional.of(
          URI.create(
              connection
                  .presigner()
                  .presignPutObject(
                      r ->
                          r.signatureDuration(valid)
                              .putObjectRequest(p -> p.bucket(target.bucket()).key(key)))
                  .url()
                  .toString()));
    } catch (SdkException failure) {
      throw errors.translate("sign an address of " + address(key), failure);
    }
  }

  @Override
  public Optional<Path> localPath(String key) {
    Keys.check(root(), key);
    return Optional.empty();
  }

  private String address(String key) {
    return target.root() + key;
  }

  @Override
  public void close() {
    connection.close();
  }
}
