package dev.muster.stores;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Uploads one file: in one request, or in parts that become an object only when all are there. */
final class S3Upload {

  private static final String BYTES = "application/octet-stream";

  /** S3's limit (S3 user guide, "Multipart upload limits"). */
  private static final long MOST_PARTS = 10_000;

  private final S3Client client;
  private final String bucket;
  private final String key;

  S3Upload(S3Client client, String bucket, String key) {
    this.client = client;
    this.bucket = bucket;
    this.key = key;
  }

  /**
   * @param size of the file, in bytes
   * @param part up to this size one request is enough
   */
  void send(Path file, long size, long part) {
    if (size <= part) {
      try (FileRange all = new FileRange(file, 0, size)) {
        client.putObject(
            r -> r.bucket(bucket).key(key), RequestBody.fromContentProvider(all, size, BYTES));
      }
    } else {
      sendParts(file, size, Math.max(part, (size + MOST_PARTS - 1) / MOST_PARTS));
    }
  }

  private void sendParts(Path file, long size, long part) {
    String upload = client.createMultipartUpload(r -> r.bucket(bucket).key(key)).uploadId();
    try {
      List<CompletedPart> parts = new ArrayList<>();
      for (long offset = 0; offset < size; offset += part) {
        long length = Math.min(part, size - offset);
        parts.add(sendPart(upload, parts.size() + 1, new FileRange(file, offset, length)));
      }
      client.completeMultipartUpload(
          r -> r.bucket(bucket).key(key).uploadId(upload).multipartUpload(m -> m.parts(parts)));
    } catch (RuntimeException failure) {
      abort(upload, failure);
      throw failure;
    }
  }

  private CompletedPart sendPart(String upload, int number, FileRange range) {
    try (range) {
      String etag =
          client
              .uploadPart(
                  r -> r.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                  RequestBody.fromContentProvider(range, range.length(), BYTES))
              .eTag();
      return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }
  }

  /** Parts that nobody completes are stored, and billed, until somebody aborts the upload. */
  private void abort(String upload, RuntimeException failure) {
    boolean interrupted = Thread.interrupted();
    try {
      client.abortMultipartUpload(r -> r.bucket(bucket).key(key).uploadId(upload));
    } catch (SdkException secondFailure) {
      failure.addSuppressed(secondFailure);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
