package dev.muster.core.plan;

/** Why a task is or is not run. */
public enum Reason {
  CACHED("cached"),
  FRESH("asked for with --fresh"),
  NEVER_RUN("never run"),
  CODE_CHANGED("code changed"),
  INPUT_CHANGED("input changed"),
  CODE_AND_INPUT_CHANGED("code and input changed"),
  FAILED_BEFORE("failed before");

  private final String text;

  Reason(String text) {
    this.text = text;
  }

  /** For people. */
  public String text() {
    return text;
  }
}
