package dev.muster.testkit.s3;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What S3 answers when nothing goes wrong. */
final class S3Answers {

  private static final DateTimeFormatter HTTP_TIME = DateTimeFormatter.RFC_1123_DATE_TIME;
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  private final Map<String, Bucket> buckets;
  private final Map<String, TreeMap<Integer, byte[]>> uploads = new ConcurrentHashMap<>();
  private final AtomicInteger lastUpload = new AtomicInteger();

  /** All objects were written at this time. */
  private final Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private volatile int pageSize = 1000;

  S3Answers(Map<String, Bucket> buckets) {
    this.buckets = buckets;
  }

  void pageSize(int keys) {
    pageSize = keys;
  }

  S3Answer answer(S3Request request, byte[] content) {
    Bucket bucket = buckets.get(request.bucket());
    if (bucket == null) {
      return S3Answer.error(404, "NoSuchBucket");
    }
    return switch (request.operation()) {
      case LIST -> list(bucket, request);
      case GET, HEAD ->
          bucket
              .content(request.key())
              .map(found -> read(found, request))
              .orElseGet(() -> S3Answer.error(404, "NoSuchKey"));
      case PUT -> put(bucket, request.key(), content);
      case DELETE ->
          bucket.delete(request.key())
              ? S3Answer.empty(204, Map.of())
              : S3Answer.error(403, "AccessDenied");
      case START_PARTS -> startParts(request);
      case PUT_PART -> putPart(request, content);
      case COMPLETE_PARTS -> completeParts(bucket, request);
      case ABORT_PARTS ->
          uploads.remove(upload(request)) == null
              ? S3Answer.error(404, "NoSuchUpload")
              : S3Answer.empty(204, Map.of());
      case OTHER -> S3Answer.error(501, "NotImplemented");
    };
  }

  private S3Answer list(Bucket bucket, S3Request request) {
    Map<String, String> query = request.query();
    if (query.containsKey("delimiter")) {
      return S3Answer.error(501, "NotImplemented");
    }
    String prefix = query.getOrDefault("prefix", "");
    String after = query.getOrDefault("continuation-token", query.getOrDefault("start-after", ""));
    boolean fromPrefix = Bucket.ORDER.compare(after, prefix) < 0;
    Iterator<Map.Entry<String, byte[]>> objects =
        bucket.objectsFrom(fromPrefix ? prefix : after, fromPrefix);
    int most = Math.min(pageSize, Integer.parseInt(query.getOrDefault("max-keys", "1000")));
    boolean url = "url".equals(query.get("encoding-type"));
    StringBuilder contents = new StringBuilder();
    int count = 0;
    String last = "";
    boolean more = false;
    while (objects.hasNext()) {
      Map.Entry<String, byte[]> object = objects.next();
      String key = object.getKey();
      if (!key.startsWith(prefix)) {
        break;
      }
      if (count == most) {
        more = true;
        break;
      }
      contents.append(listed(key, object.getValue(), url));
      last = key;
      count++;
    }
    return S3Answer.xml(
        200,
        "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            + element("Name", request.bucket())
            + element("Prefix", text(prefix, url))
            + element("KeyCount", Integer.toString(count))
            + element("MaxKeys", Integer.toString(most))
            + (url ? element("EncodingType", "url") : "")
            + element("IsTruncated", Boolean.toString(more))
            + (more ? element("NextContinuationToken", text(last, false)) : "")
            + contents
            + "</ListBucketResult>");
  }

  private String listed(String key, byte[] content, boolean url) {
    return "<Contents>"
        + element("Key", text(key, url))
        + element("LastModified", started.toString())
        + element("ETag", text(etag(content), false))
        + element("Size", Integer.toString(content.length))
        + element("StorageClass", "STANDARD")
        + "</Contents>";
  }

  private S3Answer read(byte[] content, S3Request request) {
    String etag = etag(content);
    String wanted = request.headers().get("if-match");
    if (wanted != null && !wanted.equals(etag)) {
      return S3Answer.error(412, "PreconditionFailed");
    }
    Map<String, String> headers =
        Map.of("ETag", etag, "Last-Modified", HTTP_TIME.format(started.atOffset(ZoneOffset.UTC)));
    Matcher range = RANGE.matcher(request.headers().getOrDefault("range", ""));
    if (request.operation() == Operation.HEAD) {
      return S3Answer.empty(200, headers).with("Content-Length", Integer.toString(content.length));
    }
    if (!range.matches()) {
      return new S3Answer(200, headers, content);
    }
    long first = Long.parseLong(range.group(1));
    if (first >= content.length) {
      return S3Answer.error(416, "InvalidRange");
    }
    long last = range.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(range.group(2));
    int end = (int) Math.min(last, content.length - 1L) + 1;
    return new S3Answer(206, headers, Arrays.copyOfRange(content, (int) first, end))
        .with("Content-Range", "bytes %d-%d/%d".formatted(first, end - 1, content.length));
  }

  private static S3Answer put(Bucket bucket, String key, byte[] content) {
    return bucket.put(key, content)
        ? S3Answer.empty(200, Map.of("ETag", etag(content)))
        : S3Answer.error(403, "AccessDenied");
  }

  private S3Answer startParts(S3Request request) {
    String id = "upload-" + lastUpload.incrementAndGet();
    uploads.put(id, new TreeMap<>());
    return S3Answer.xml(
        200,
        "<InitiateMultipartUploadResult>"
            + element("Bucket", request.bucket())
            + element("Key", text(request.key(), false))
            + element("UploadId", id)
            + "</InitiateMultipartUploadResult>");
  }

  private S3Answer putPart(S3Request request, byte[] content) {
    TreeMap<Integer, byte[]> parts = uploads.get(upload(request));
    if (parts == null) {
      return S3Answer.error(404, "NoSuchUpload");
    }
    synchronized (parts) {
      parts.put(Integer.valueOf(request.query().getOrDefault("partNumber", "1")), content);
    }
    return S3Answer.empty(200, Map.of("ETag", etag(content)));
  }

  private S3Answer completeParts(Bucket bucket, S3Request request) {
    TreeMap<Integer, byte[]> parts = uploads.remove(upload(request));
    if (parts == null) {
      return S3Answer.error(404, "NoSuchUpload");
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    parts.values().forEach(whole::writeBytes);
    S3Answer put = put(bucket, request.key(), whole.toByteArray());
    return put.status() != 200
        ? put
        : S3Answer.xml(
            200,
            "<CompleteMultipartUploadResult>"
                + element("ETag", text(put.headers().getOrDefault("ETag", ""), false))
                + "</CompleteMultipartUploadResult>");
  }

  private static String upload(S3Request request) {
    return Optional.ofNullable(request.query().get("uploadId")).orElse("");
  }

  /** As S3 makes it for an object that went up in one piece: the quoted MD5 of its bytes. */
  private static String etag(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(content);
      return '"' + HexFormat.of().formatHex(digest) + '"';
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static String element(String name, String text) {
    return "<" + name + ">" + text + "</" + name + ">";
  }

  private static String text(String text, boolean url) {
    return url
        ? URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20")
        : text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
