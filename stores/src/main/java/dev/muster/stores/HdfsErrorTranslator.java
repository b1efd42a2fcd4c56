package dev.muster.stores;

import dev.muster.protocol.Json;
import dev.muster.protocol.JsonException;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.util.Map;

/** Makes our kinds of error of what WebHDFS answers ("Error Responses" of its documentation). */
final class HdfsErrorTranslator {

  private static final int LONGEST = 300;

  private HdfsErrorTranslator() {}

  /**
   * Translates an answer that is none of success.
   *
   * @param what the address
   * @param body JSON with a RemoteException, or anything
   */
  static MusterException translate(String what, int status, String body) {
    String exception = "";
    String message = body.strip();
    try {
      if (Json.parseObject(body).get("RemoteException") instanceof Map<?, ?> remote) {
        exception = String.valueOf(remote.get("exception"));
        message = String.valueOf(remote.get("message"));
      }
    } catch (JsonException e) {
      // a proxy's words, or none
    }
    String line = message.lines().findFirst().orElse("");
    ErrorKind kind = kind(status, exception, line);
    return new MusterException(
        kind,
        what
            + ": "
            + (exception.isEmpty() ? "HTTP " + status + " " : exception + ": ")
            + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line),
        switch (kind) {
          case FORBIDDEN -> "hdfs dfs -ls says whose it is; HADOOP_USER_NAME says who asks";
          case NOT_FOUND -> "look at what is there: hdfs dfs -ls";
          default -> null;
        });
  }

  private static ErrorKind kind(int status, String exception, String message) {
    return switch (exception) {
      case "FileNotFoundException" -> ErrorKind.NOT_FOUND;
      // Below a file there is nothing.
      case "ParentNotDirectoryException" -> ErrorKind.NOT_FOUND;
      case "AccessControlException" ->
          message.contains("is not a directory") ? ErrorKind.NOT_FOUND : ErrorKind.FORBIDDEN;
      case "SecurityException" -> ErrorKind.UNAUTHORIZED;
      case "DSQuotaExceededException", "NSQuotaExceededException", "QuotaExceededException" ->
          ErrorKind.QUOTA;
      case "IllegalArgumentException", "InvalidPathException", "FileAlreadyExistsException" ->
          ErrorKind.INVALID;
      default ->
          status == 401
              ? ErrorKind.UNAUTHORIZED
              : status == 404 ? ErrorKind.NOT_FOUND : ErrorKind.UNAVAILABLE;
    };
  }
}
