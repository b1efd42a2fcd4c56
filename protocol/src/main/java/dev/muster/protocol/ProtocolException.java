package dev.muster.protocol;

import java.io.IOException;

/** What a worker sent is no message. */
public final class ProtocolException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message what it is instead
   */
  public ProtocolException(String message) {
    super(message);
  }
}
