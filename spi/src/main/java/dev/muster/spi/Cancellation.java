package dev.muster.spi;

/** What every wait looks at: has the user asked to stop? */
@FunctionalInterface
public interface Cancellation {

  /** Never cancelled. */
  Cancellation NONE = () -> false;

  /** Tells whether to stop. Cheap, from any thread. */
  boolean requested();
}
