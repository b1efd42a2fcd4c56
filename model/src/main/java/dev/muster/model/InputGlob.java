package dev.muster.model;

/**
 * Which objects of a store are inputs.
 *
 * @param root where keys are relative to, as in {@link Input#root()}
 * @param pattern matched against the whole key
 * @param syntax how the pattern is read
 */
public record InputGlob(String root, String pattern, Syntax syntax) {

  /** How a pattern is read. */
  public enum Syntax {
    /**
     * {@code *} stays within a folder, {@code **} crosses folders; also {@code ?} {@code [a-z]}
     * {@code {a,b}}.
     */
    PATH,
    /** The shell's fnmatch: {@code *} crosses folders. The gismo form's. */
    FNMATCH
  }
}
