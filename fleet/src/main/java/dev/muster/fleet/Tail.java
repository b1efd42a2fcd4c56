package dev.muster.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;

/** Keeps the last words of an error stream. */
final class Tail {
  private static final int KEPT = 2000;
  private final StringBuilder words = new StringBuilder();

  Tail(InputStream from, Executor threads) {
    threads.execute(
        () -> {
          byte[] buffer = new byte[4096];
          try (from) {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
              add(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
          } catch (IOException e) {
            // It ended.
          }
        });
  }

  private synchronized void add(String text) {
    words.append(text);
    if (words.length() > KEPT) {
      words.delete(0, words.length() - KEPT);
    }
  }

  @Override
  public synchronized String toString() {
    return words.toString().strip();
  }
}
