package dev.muster.engine.spark;

import java.io.IOException;

/** The head did not answer: nobody knows whether it has done what it was asked for. */
final class UnreachableException extends IOException {

  private static final long serialVersionUID = 1L;

  UnreachableException(String message) {
    super(message);
  }
}
