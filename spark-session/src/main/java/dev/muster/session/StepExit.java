package dev.muster.session;

/** Thrown where a step asks the JVM to exit; an Error, since steps catch exceptions. */
final class StepExit extends Error {

  private static final long serialVersionUID = 1;

  private final int status;

  StepExit(int status) {
    super("System.exit(" + status + ") ends this step, not the driver", null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
