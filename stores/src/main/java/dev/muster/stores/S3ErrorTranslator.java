package dev.muster.stores;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * Gives the errors of S3 their kinds. Codes are those of the S3 API reference, "Error responses".
 * Texts of the server are left out of messages: they may quote what it was sent.
 */
final class S3ErrorTranslator {

  private final S3Target target;

  S3ErrorTranslator(S3Target target) {
    this.target = target;
  }

  /**
   * @param action what was tried, with its address: "read s3://bucket/key"
   * @param error what the SDK threw, or reading its stream
   */
  MusterException translate(String action, Throwable error) {
    Optional<MusterException> ours = find(error, MusterException.class);
    if (ours.isPresent()) {
      return ours.get();
    }
    if (error instanceof AwsServiceException answer) {
      return translateAnswer(action, answer);
    }
    if (error instanceof AbortedException || find(error, InterruptedException.class).isPresent()) {
      Thread.currentThread().interrupt();
      return failed(ErrorKind.INTERRUPTED, action, "interrupted", null, error);
    }
    if (error instanceof ApiCallTimeoutException
        || error instanceof ApiCallAttemptTimeoutException
        || find(error, SocketTimeoutException.class).isPresent()) {
      return failed(
          ErrorKind.TIMEOUT,
          action,
          target.server() + " did not answer in time",
          "try again; check the network",
          error);
    }
    if (find(error, SSLException.class).isPresent()) {
      return failed(
          ErrorKind.UNAVAILABLE,
          action,
          "no TLS connection with " + target.server(),
          "check AWS_ENDPOINT_URL: http or https, and the server's certificate",
          error);
    }
    if (find(error, IOException.class).isPresent()) {
      return failed(
          ErrorKind.UNAVAILABLE,
          action,
          target.server() + " cannot be reached, or broke off",
          "check AWS_ENDPOINT_URL and the network",
          error);
    }
    return failed(
        ErrorKind.UNAVAILABLE,
        action,
        target.server() + " gave an answer that is not S3's",
        "check AWS_ENDPOINT_URL",
        error);
  }

  private MusterException translateAnswer(String action, AwsServiceException answer) {
    String code = code(answer);
    String seen = "%s answered %d %s".formatted(target.server(), answer.statusCode(), code).strip();
    ErrorKind kind = kind(code, answer.statusCode());
    return failed(kind, action, seen, hint(kind, code, answer), answer);
  }

  private static String code(AwsServiceException answer) {
    var details = answer.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return code == null ? "" : code;
  }

  private static ErrorKind kind(String code, int status) {
    return switch (code) {
      case "NoSuchBucket", "NoSuchKey", "NoSuchUpload" -> ErrorKind.NOT_FOUND;
      case "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "InvalidToken",
          "TokenRefreshRequired",
          "RequestTimeTooSkewed" ->
          ErrorKind.UNAUTHORIZED;
      case "SlowDown", "Throttling", "RequestLimitExceeded" -> ErrorKind.RATE_LIMITED;
      case "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException" ->
          ErrorKind.CONFIGURATION;
      case "RequestTimeout" -> ErrorKind.TIMEOUT;
      case "QuotaExceeded", "XMinioStorageFull" -> ErrorKind.QUOTA;
      default -> kind(status);
    };
  }

  private static ErrorKind kind(int status) {
    return switch (status) {
      case 301, 307, 308 -> ErrorKind.CONFIGURATION;
      case 401 -> ErrorKind.UNAUTHORIZED;
      case 403 -> ErrorKind.FORBIDDEN;
      case 404 -> ErrorKind.NOT_FOUND;
      case 408 -> ErrorKind.TIMEOUT;
      case 409, 412 -> ErrorKind.CONFLICT;
      case 429, 503 -> ErrorKind.RATE_LIMITED;
      case 507 -> ErrorKind.QUOTA;
      default -> status >= 500 ? ErrorKind.UNAVAILABLE : ErrorKind.INVALID;
    };
  }

  private @Nullable String hint(ErrorKind kind, String code, AwsServiceException answer) {
    if (code.equals("RequestTimeTooSkewed")) {
      return "set the clock of this machine";
    }
    return switch (kind) {
      case CONFIGURATION ->
          header(answer, "x-amz-bucket-region")
              .map(region -> "the bucket is in " + region + ": set AWS_REGION=" + region)
              .orElse("set AWS_REGION to the region of the bucket");
      case UNAUTHORIZED ->
          "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or AWS_PROFILE";
      case FORBIDDEN ->
          "ask for s3:ListBucket, s3:GetObject and s3:PutObject on " + target.root() + "*";
      case NOT_FOUND -> "check the bucket, the key and AWS_ENDPOINT_URL";
      case RATE_LIMITED, UNAVAILABLE, TIMEOUT -> "try again later";
      case CONFLICT -> "it has changed: list it again";
      case INVALID, USAGE, QUOTA, INTERRUPTED, INTERNAL -> null;
    };
  }

  private static Optional<String> header(AwsServiceException answer, String name) {
    return Optional.ofNullable(answer.awsErrorDetails())
        .flatMap(details -> Optional.ofNullable(details.sdkHttpResponse()))
        .flatMap(response -> response.firstMatchingHeader(name));
  }

  private static MusterException failed(
      ErrorKind kind, String action, String why, @Nullable String hint, Throwable cause) {
    return new MusterException(kind, "cannot " + action + ": " + why, hint, cause);
  }

  private static <T extends Throwable> Optional<T> find(Throwable error, Class<T> type) {
    return Stream.<@Nullable Throwable>iterate(
            error, e -> e != null, e -> e == null ? null : e.getCause())
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
