package dev.muster.fleet;

import dev.muster.spi.fleet.HostFailure;
import org.jspecify.annotations.Nullable;

/** A host could not do it. */
final class HostFaultException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient HostFailure failure;

  HostFaultException(HostFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  HostFaultException(HostFailure.Kind kind, String message, @Nullable String hint) {
    this(new HostFailure(kind, message, hint));
  }

  HostFailure failure() {
    return failure;
  }
}
