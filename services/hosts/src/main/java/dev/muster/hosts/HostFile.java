package dev.muster.hosts;

/**
 * A file of a service's folder on a host.
 *
 * @param path below the service's folder
 * @param mode as {@code chmod} takes it
 * @param content as text
 */
public record HostFile(String path, String mode, String content) {

  /** For logs: contents may be secret. */
  @Override
  public String toString() {
    return "HostFile[" + path + ", " + mode + ", " + content.length() + " characters]";
  }
}
