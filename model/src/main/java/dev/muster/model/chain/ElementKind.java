package dev.muster.model.chain;

import java.util.Locale;

/** What an element of a chain runs. */
public enum ElementKind {
  /** A project, by a map run. */
  MAP,
  /** A pipeline. */
  PIPELINE;

  /** As it is written and shown. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
