package dev.muster.model;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The id of a run, for instance {@code 20261120-190102-k3f9x2}: its start in UTC and six random
 * letters, so that ids sort by time and two machines never make the same one.
 */
public record RunId(String value) implements Comparable<RunId> {

  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int SUFFIX = 6;

  public RunId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a run id is made of a-z, 0-9 and -, not " + value);
    }
  }

  /** Makes a new id for a run that starts at the given time. */
  public static RunId create(Instant start, RandomGenerator random) {
    StringBuilder id = new StringBuilder(STAMP.format(start)).append('-');
    for (int i = 0; i < SUFFIX; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new RunId(id.toString());
  }

  @Override
  public int compareTo(RunId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
