package dev.muster.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a worker says. A line is bounded, so that no worker can fill this process's memory.
 */
public final class WorkerMessageReader {

  /** Room for all of a message but its result. */
  public static final int SLACK = 512 << 10;

  private static final byte[] DONE = "{\"done\":".getBytes(StandardCharsets.US_ASCII);
  private static final int FIRST_SIZE = 16 << 10;

  private final InputStream in;
  private final int maxLine;
  private byte[] buffer = new byte[FIRST_SIZE];
  private int start;
  private int end;
  private int lineFrom;
  private int lineTo;

  /**
   * @param in the worker's standard output
   * @param inlineResult bytes of the largest result within a message
   */
  public WorkerMessageReader(InputStream in, int inlineResult) {
    this.in = in;
    this.maxLine = inlineResult + SLACK;
  }

  /**
   * The next message, null at the end of the stream.
   *
   * @throws ProtocolException when the next line is no message; reading may go on behind it
   */
  public @Nullable WorkerMessage read() throws IOException {
    while (true) {
      int lineEnd = findLineEnd();
      if (lineEnd < 0) {
        return null;
      }
      int from = start;
      start = lineEnd + 1;
      if (lineEnd > from) {
        lineFrom = from;
        lineTo = lineEnd;
        return decode(buffer, from, lineEnd);
      }
    }
  }

  /** The line of the last message, without its end; to be called before the next is read. */
  byte[] line() {
    return Arrays.copyOfRange(buffer, lineFrom, lineTo);
  }

  private int findLineEnd() throws IOException {
    int searched = start;
    while (true) {
      for (int i = searched; i < end; i++) {
        if (buffer[i] == '\n') {
          return i;
        }
      }
      if (end - start > maxLine) {
        start = end;
        throw new ProtocolException("a line of more than " + maxLine + " bytes");
      }
      searched = makeRoom();
      int count = in.read(buffer, end, buffer.length - end);
      if (count < 0) {
        return -1;
      }
      end += count;
    }
  }

  /** Makes room behind the data; the place up to which it has been searched. */
  private int makeRoom() {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    return end;
  }

  /**
   * Reads one line, which came another way.
   *
   * @throws ProtocolException when it is no message
   */
  public static WorkerMessage decode(byte[] line) throws ProtocolException {
    return decode(line, 0, line.length);
  }

  /** Reads one line. */
  static WorkerMessage decode(byte[] line, int from, int to) throws ProtocolException {
    try {
      if (to - from > DONE.length
          && Arrays.equals(line, from, from + DONE.length, DONE, 0, DONE.length)) {
        return done(new JsonSlices(line, from, to));
      }
      String text = new String(line, from, to - from, StandardCharsets.UTF_8);
      return other(Json.parseObject(text));
    } catch (JsonException | ClassCastException | IllegalArgumentException e) {
      String shown =
          new String(line, from, Math.min(to - from, 80), StandardCharsets.ISO_8859_1)
              .replaceAll("[^\\x20-\\x7e]", "?");
      throw new ProtocolException("a line that is no message: " + shown);
    }
  }

  /** The message of nearly every task, without making a map of its result. */
  private static WorkerMessage done(JsonSlices slices) {
    long task = -1;
    long attempt = -1;
    long started = -1;
    long ended = -1;
    long size = -1;
    String data = null;
    String file = null;
    String sha256 = null;
    WorkerMessage.Log log = null;
    slices.begin();
    while (slices.nextName()) {
      switch (slices.name()) {
        case "done":
          task = slices.number();
          break;
        case "attempt":
          attempt = slices.number();
          break;
        case "started":
          started = slices.number();
          break;
        case "ended":
          ended = slices.number();
          break;
        case "data":
          data = slices.object();
          break;
        case "log":
          log = log(Json.parseObject(slices.object()));
          break;
        case "file":
          file = (String) Json.parse(slices.value());
          break;
        case "size":
          size = slices.number();
          break;
        case "sha256":
          sha256 = (String) Json.parse(slices.value());
          break;
        default:
          slices.value();
      }
    }
    slices.finish();
    require(started >= 0 && ended >= 0);
    int ordinal = ordinal(task);
    int number = ordinal(attempt);
    if (data != null) {
      return new WorkerMessage.Done(ordinal, number, started, ended, log, data);
    }
    if (file == null || sha256 == null || size < 0) {
      throw new IllegalArgumentException("no result");
    }
    return new WorkerMessage.Spooled(ordinal, number, started, ended, log, file, size, sha256);
  }

  private static WorkerMessage other(Map<String, @Nullable Object> fields) {
    Object ready = fields.get("ready");
    if (ready instanceof Map) {
      Map<?, ?> of = (Map<?, ?>) ready;
      return new WorkerMessage.Ready(
          String.valueOf(of.get("python")),
          Boolean.TRUE.equals(of.get("path")),
          Boolean.TRUE.equals(of.get("limits")));
    }
    if (fields.containsKey("fatal")) {
      return new WorkerMessage.Fatal(
          text(fields, "fatal"), (String) fields.get("hint"), (String) fields.get("detail"));
    }
    if (fields.containsKey("exit")) {
      return new WorkerMessage.Exit(text(fields, "exit"), (String) fields.get("detail"));
    }
    return new WorkerMessage.Failed(
        ordinal(number(fields, "failed")),
        ordinal(number(fields, "attempt")),
        number(fields, "started"),
        number(fields, "ended"),
        log(fields.get("log")),
        text(fields, "kind"),
        text(fields, "message"),
        (String) fields.get("detail"),
        (String) fields.get("exception"),
        Boolean.TRUE.equals(fields.get("last")));
  }

  private static WorkerMessage.@Nullable Log log(@Nullable Object log) {
    if (!(log instanceof Map)) {
      return null;
    }
    Map<?, ?> fields = (Map<?, ?>) log;
    Object problem = fields.get("problem");
    if (problem != null) {
      return new WorkerMessage.Log(null, 0, 0, String.valueOf(problem));
    }
    return new WorkerMessage.Log(
        String.valueOf(fields.get("path")), number(fields, "bytes"), number(fields, "cut"), null);
  }

  private static long number(Map<?, ?> fields, String name) {
    Object value = fields.get(name);
    if (value instanceof Long) {
      return (Long) value;
    }
    throw new IllegalArgumentException(name + " is no number");
  }

  private static String text(Map<?, ?> fields, String name) {
    Object value = fields.get(name);
    if (value instanceof String) {
      return (String) value;
    }
    throw new IllegalArgumentException(name + " is no text");
  }

  private static int ordinal(long value) {
    require(value >= 0 && value <= Integer.MAX_VALUE);
    return (int) value;
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException("a number is missing or out of range");
    }
  }
}
