package dev.muster.protocol;

/** A text that is not the JSON it should be. */
public final class JsonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  JsonException(String message, int offset) {
    super(message + " at character " + offset);
  }
}
