package dev.muster.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * A value that is made while the thread that wants it goes on. Closing it waits until its maker is
 * done, so that nothing is still at work when a command has ended.
 *
 * @param <T> what is made
 */
public final class Background<T> implements AutoCloseable {

  private static final Executor NEW_THREAD =
      work -> {
        Thread thread = new Thread(work, "background");
        thread.setDaemon(true);
        thread.start();
      };

  private final CompletableFuture<T> value;

  private Background(CompletableFuture<T> value) {
    this.value = value;
  }

  /** Begins to make it. */
  public static <T> Background<T> of(Supplier<T> maker) {
    return new Background<>(CompletableFuture.supplyAsync(maker, NEW_THREAD));
  }

  /** Waits for it; throws what its maker threw. */
  public T await() {
    try {
      return value.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw e;
    }
  }

  /** Waits until its maker is done; how it went is not told. */
  @Override
  public void close() {
    value.exceptionally(failure -> null).join();
  }
}
