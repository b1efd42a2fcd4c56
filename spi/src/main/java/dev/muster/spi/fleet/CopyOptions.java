package dev.muster.spi.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How to copy.
 *
 * @param excludes patterns of what is left out, as rsync and git write them: {@code *.pyc}
 *     anywhere, {@code /build} at the top, {@code data/raw} at the top, {@code **} over folders,
 *     {@code dir/} for folders only
 * @param chain whether hosts pass the bytes on to each other (put only)
 * @param resume whether what arrived before a break is kept under a name that starts with {@code
 *     .muster-} beside its place, and gone on with the next time
 * @param deadline of the whole copy, all hosts
 */
public record CopyOptions(List<String> excludes, Chain chain, boolean resume, Duration deadline) {

  /** Whether hosts pass bytes on. */
  public enum Chain {
    /** When that is quicker: several hosts, enough bytes, and the hosts reach each other. */
    AUTO,
    /** Whenever there are several hosts that reach each other. */
    ON,
    /** Each host gets its bytes from here. */
    OFF
  }

  /** Nothing left out, chain when it pays, no resume, an hour. */
  public static final CopyOptions DEFAULT =
      new CopyOptions(List.of(), Chain.AUTO, false, Duration.ofHours(1));

  public CopyOptions {
    excludes = List.copyOf(excludes);
    Objects.requireNonNull(chain, "chain");
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("a deadline is longer than nothing");
    }
  }

  /** The same with other patterns. */
  public CopyOptions withExcludes(List<String> excludes) {
    return new CopyOptions(excludes, chain, resume, deadline);
  }

  /** The same with another chain. */
  public CopyOptions withChain(Chain chain) {
    return new CopyOptions(excludes, chain, resume, deadline);
  }

  /** The same with another resume. */
  public CopyOptions withResume(boolean resume) {
    return new CopyOptions(excludes, chain, resume, deadline);
  }

  /** The same with another deadline. */
  public CopyOptions withDeadline(Duration deadline) {
    return new CopyOptions(excludes, chain, resume, deadline);
  }
}
