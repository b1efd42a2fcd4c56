package dev.muster.model.chain;

import java.util.EnumSet;
import java.util.Set;

/** Where an element of a chain stands. */
public enum ElementState {
  /** It waits for its turn. */
  PENDING,
  /** Its run was begun, or was about to be: the run itself says how it stands. */
  RUNNING,
  /** Its run ended well. */
  COMPLETED,
  /** Its run ended with critical quality warnings, exit code 2. */
  WARNED,
  /** Its run failed. */
  FAILED,
  /** Its run was stopped before its end. */
  STOPPED,
  /** There was nothing to do. */
  SKIPPED;

  /** Whether nothing follows unless its chain is taken up because of it. */
  public boolean isFinal() {
    return this == COMPLETED || this == WARNED || this == FAILED || this == SKIPPED;
  }

  /** Whether its run did not end well. */
  public boolean isBad() {
    return this == WARNED || this == FAILED;
  }

  /** Tells whether another state may follow this one. */
  public boolean mayBecome(ElementState next) {
    return followers().contains(next);
  }

  private Set<ElementState> followers() {
    return switch (this) {
      case PENDING -> EnumSet.of(RUNNING, SKIPPED);
      case RUNNING -> EnumSet.of(RUNNING, COMPLETED, WARNED, FAILED, STOPPED, SKIPPED);
      case STOPPED, WARNED, FAILED -> EnumSet.of(RUNNING, STOPPED, SKIPPED);
      case COMPLETED, SKIPPED -> EnumSet.noneOf(ElementState.class);
    };
  }
}
