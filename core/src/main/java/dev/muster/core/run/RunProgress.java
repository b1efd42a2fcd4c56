package dev.muster.core.run;

/**
 * How far a run is; only committed outcomes count.
 *
 * @param total all its tasks
 * @param succeeded cached ones not included
 * @param failed final failures
 * @param revoked taken out by the user
 * @param cached taken from earlier runs
 */
public record RunProgress(int total, int succeeded, int failed, int revoked, int cached) {

  /** Tasks with an outcome. */
  public int done() {
    return succeeded + failed + revoked + cached;
  }

  /** Tasks without one. */
  public int unfinished() {
    return total - done();
  }
}
