package dev.muster.stores;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Turns text into paths and paths into text, always as UTF-8. The JDK uses the locale's character
 * set: under {@code LC_ALL=C} it cannot even name a file with an umlaut. Its file URIs, however,
 * carry the bytes of a name, whatever the locale; so that is the way taken here.
 */
final class FileNames {

  private static final Path TOP = Path.of("/");

  private FileNames() {}

  /** The path of {@code key} below a folder. */
  static Path resolve(Path folder, String key) {
    return isAscii(key) ? folder.resolve(key) : folder.resolve(TOP.relativize(absolute("/" + key)));
  }

  /** The path that absolute text names. */
  static Path absolute(String text) {
    if (isAscii(text)) {
      return Path.of(text);
    }
    StringBuilder uri = new StringBuilder("file://");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(b)) {
        uri.append((char) b);
      } else {
        uri.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
      }
    }
    return Path.of(URI.create(uri.toString()));
  }

  /**
   * The text of an absolute path.
   *
   * @throws MusterException INVALID when its bytes are not UTF-8
   */
  static String text(Path path) {
    String text = path.toString();
    return isAscii(text) ? text : decode(path);
  }

  /**
   * The last part of an absolute path.
   *
   * @throws MusterException INVALID when its bytes are not UTF-8
   */
  static String lastPart(Path path) {
    Path last = path.getFileName();
    String name = last == null ? "" : last.toString();
    if (isAscii(name)) {
      return name;
    }
    String text = decode(path);
    return text.substring(text.lastIndexOf('/') + 1);
  }

  private static String decode(Path path) {
    byte[] bytes = bytes(path);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new MusterException(
          ErrorKind.INVALID,
          "the file name " + readable(bytes) + " is not UTF-8",
          "rename it",
          notUtf8);
    }
  }

  /** The bytes of an absolute path, from its URI; that of a folder ends with a slash. */
  private static byte[] bytes(Path path) {
    String uri = path.toUri().getRawPath();
    ByteBuffer bytes = ByteBuffer.allocate(uri.length());
    for (int i = 0; i < uri.length(); i++) {
      if (uri.charAt(i) == '%') {
        bytes.put((byte) Integer.parseInt(uri.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.put((byte) uri.charAt(i));
      }
    }
    int length = bytes.position();
    if (length > 1 && bytes.get(length - 1) == '/') {
      length--;
    }
    byte[] exact = new byte[length];
    bytes.rewind().get(exact);
    return exact;
  }

  private static String readable(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      if (b >= ' ' && b < 0x7f) {
        text.append((char) b);
      } else {
        text.append(String.format(Locale.ROOT, "\\x%02X", b & 0xff));
      }
    }
    return text.toString();
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '/';
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
