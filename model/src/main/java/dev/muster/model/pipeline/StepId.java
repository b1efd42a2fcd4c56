package dev.muster.model.pipeline;

import java.util.regex.Pattern;

/** The name of a step, of which a pipeline has one; also the name of its folder in a run. */
public record StepId(String value) implements Comparable<StepId> {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");

  public StepId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "the id of a step is 1 to 100 of A-Z, a-z, 0-9, _, - and ., not " + value);
    }
  }

  /** Whether a text can be one. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(StepId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
