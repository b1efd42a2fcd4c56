package dev.muster.testkit.maven;

/**
 * How a file is answered wrongly.
 *
 * @param status 200, or the status that is sent instead of the file
 * @param garbled one bit is wrong
 * @param cutAt the connection ends after so many bytes; negative for never
 * @param chunk bytes that are sent at once; 0 for all
 * @param pauseMillis pause after each chunk
 */
public record MavenFault(int status, boolean garbled, int cutAt, int chunk, long pauseMillis) {

  /** Answers with a status and nothing else. */
  public static MavenFault status(int status) {
    return new MavenFault(status, false, -1, 0, 0);
  }

  /** Sends other bytes than it states. */
  public static MavenFault wrong() {
    return new MavenFault(200, true, -1, 0, 0);
  }

  /** Ends the connection in the middle. */
  public static MavenFault cut(int bytes) {
    return new MavenFault(200, false, bytes, 0, 0);
  }

  /** Sends a little now and then. */
  public static MavenFault slow(int chunk, long pauseMillis) {
    return new MavenFault(200, false, -1, chunk, pauseMillis);
  }
}
