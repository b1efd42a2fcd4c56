package dev.muster.cli.cluster;

import dev.muster.config.text.HumanDuration;
import dev.muster.core.cluster.Reach;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How hosts are reached. */
final class ReachOptions {

  private static final int MOST = 1000;

  @Option(
      names = "--accept-new",
      description = "Trust the key of a host that is not known, and remember it.")
  boolean acceptNew;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "So many hosts at once (default: ${DEFAULT-VALUE}).")
  int parallel = Reach.DEFAULT.parallel();

  @Option(
      names = "--connect-timeout",
      paramLabel = "TIME",
      description = "Until a host answers, for instance 10s (default: ${DEFAULT-VALUE}).")
  String connectTimeout = "10s";

  Reach reach() {
    return reach(false);
  }

  /**
   * The same.
   *
   * @param forget whether hosts that cannot be reached are given up, so that a key that is gone
   *     keeps nobody from it
   */
  Reach reach(boolean forget) {
    if (parallel < 1 || parallel > MOST) {
      throw new MusterException(
          ErrorKind.USAGE, "--parallel takes 1 to " + MOST + ", not " + parallel);
    }
    return new Reach(acceptNew, parallel, time("--connect-timeout", connectTimeout), forget);
  }

  /** The value of an option that is a time. */
  static Duration time(String option, String text) {
    try {
      Duration time = HumanDuration.parse(text);
      if (time.isZero() || time.isNegative()) {
        throw new IllegalArgumentException("longer than nothing");
      }
      return time;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MusterException(
          ErrorKind.USAGE,
          option + " takes a time, not \"" + text + "\"",
          "for instance " + option + " 30s",
          e);
    }
  }
}
