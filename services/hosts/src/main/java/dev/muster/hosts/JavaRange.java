package dev.muster.hosts;

import dev.muster.hosts.HostMeasure.Java;
import java.util.Comparator;

/**
 * Which Java runs something.
 *
 * @param least feature version
 * @param most feature version, the last that was seen to work or is documented
 */
public record JavaRange(int least, int most) {

  /** Whether a feature version is one. */
  public boolean has(int feature) {
    return feature >= least && feature <= most;
  }

  /** The newest of a host that fits, found ones of the same version in their order. */
  public Java newest(HostMeasure measure) {
    return measure.javas().stream()
        .filter(java -> has(java.feature()))
        .min(Comparator.comparing(java -> -java.feature()))
        .orElse(Java.NONE);
  }

  @Override
  public String toString() {
    return least + " to " + most;
  }
}
