package dev.muster.hosts;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * A file of a service's folder on a host.
 *
 * @param path below the service's folder
 * @param mode as {@code chmod} takes it
 * @param content as text
 * @param charset in which the text is written
 */
public record HostFile(String path, String mode, String content, Charset charset) {

  /** A file of text. */
  public HostFile(String path, String mode, String content) {
    this(path, mode, content, StandardCharsets.UTF_8);
  }

  /** A file of bytes: each is the character of that number. */
  public static HostFile binary(String path, String mode, byte[] content) {
    Charset bytes = StandardCharsets.ISO_8859_1;
    return new HostFile(path, mode, new String(content, bytes), bytes);
  }

  /** What is written. */
  byte[] bytes() {
    return content.getBytes(charset);
  }

  /** For logs: contents may be secret. */
  @Override
  public String toString() {
    return "HostFile[" + path + ", " + mode + ", " + content.length() + " characters]";
  }
}
