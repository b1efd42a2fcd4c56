package dev.muster.stores;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.store.StoredObject;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists a bucket; holds one page at a time, of at most 1000 keys (S3's limit). S3 lists in the
 * order of UTF-8 bytes. Keys that end with a slash are the folders that web consoles make: they are
 * left out.
 */
final class S3Listing extends Spliterators.AbstractSpliterator<StoredObject> {

  private final S3Connection connection;
  private final S3ErrorTranslator errors;
  private final ListObjectsV2Request request;
  private final String address;
  private Iterator<S3Object> page = Collections.emptyIterator();
  private boolean atEnd;
  private @Nullable String token;

  S3Listing(S3Connection connection, S3ErrorTranslator errors, S3Target target, String prefix) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL);
    this.connection = connection;
    this.errors = errors;
    // Keys come percent-encoded, which the SDK undoes: XML cannot carry control characters.
    this.request =
        ListObjectsV2Request.builder()
            .bucket(target.bucket())
            .prefix(prefix)
            .encodingType(EncodingType.URL)
            .build();
    this.address = target.root() + prefix;
  }

  @Override
  public boolean tryAdvance(Consumer<? super StoredObject> action) {
    while (true) {
      while (page.hasNext()) {
        S3Object object = page.next();
        if (!object.key().endsWith("/")) {
          action.accept(stored(object));
          return true;
        }
      }
      if (atEnd) {
        return false;
      }
      fetchPage();
    }
  }

  private static StoredObject stored(S3Object object) {
    Long size = object.size();
    Instant modified = object.lastModified();
    return new StoredObject(
        object.key(),
        size == null ? 0 : size,
        modified == null ? Instant.EPOCH : modified,
        S3Etags.bare(object.eTag()));
  }

  private void fetchPage() {
    ListObjectsV2Response answer;
    try {
      answer =
          connection.client().listObjectsV2(request.toBuilder().continuationToken(token).build());
    } catch (SdkException failure) {
      throw errors.translate("list " + address, failure);
    }
    page = answer.contents().iterator();
    atEnd = !Boolean.TRUE.equals(answer.isTruncated());
    String next = answer.nextContinuationToken();
    if (!atEnd && (next == null || next.equals(token))) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE,
          "cannot list %s: the server says there is more, but not where".formatted(address),
          "check AWS_ENDPOINT_URL: is it an S3 server with ListObjectsV2?");
    }
    token = next;
  }
}
