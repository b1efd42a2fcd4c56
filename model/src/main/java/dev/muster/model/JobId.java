package dev.muster.model;

import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * The id of a job, of the same form as a {@link RunId}: {@code 20261120-190102-k3f9x2}. It is also
 * the name of the job's folder on the head, which is the token of its submission.
 */
public record JobId(String value) implements Comparable<JobId> {

  public JobId {
    value = new RunId(value).value();
  }

  /** Makes a new id for a job that is made at the given time. */
  public static JobId create(Instant now, RandomGenerator random) {
    return new JobId(RunId.create(now, random).value());
  }

  @Override
  public int compareTo(JobId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
