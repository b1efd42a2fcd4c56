package dev.muster.spi.store;

import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens stores of some schemes; found by {@link java.util.ServiceLoader}. */
public interface StoreFactory {

  /** For instance {@code file} or {@code s3}. */
  Set<String> schemes();

  /**
   * Opens a store; talks to nobody yet.
   *
   * @param root as in {@link Store#root()}
   * @param environment the process environment, by name
   */
  Store open(String root, Function<String, @Nullable String> environment);
}
