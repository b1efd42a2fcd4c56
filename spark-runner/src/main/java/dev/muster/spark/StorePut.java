package dev.muster.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Puts a file at an address of a store that Muster has signed. */
final class StorePut {

  private static final int TRIES = 3;
  private static final int CONNECT_MILLIS = 10_000;
  private static final int ANSWER_MILLIS = 60_000;
  private static final long PAUSE_MILLIS = 500;
  private static final int BUFFER = 1 << 16;

  private StorePut() {}

  /** Whether it is there now; else it has to go another way. The address is told to nobody. */
  static boolean put(String address, Path file) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      int status;
      try {
        status = send(address, file);
      } catch (IOException | IllegalArgumentException e) {
        status = 0; // out of reach, or it has hung up
      }
      if (status / 100 == 2) {
        return true;
      }
      boolean passes = status == 0 || status == 429 || status >= 500;
      if (!passes || tries == TRIES) {
        return false;
      }
      new CountDownLatch(1).await(PAUSE_MILLIS * tries, TimeUnit.MILLISECONDS);
    }
  }

  private static int send(String address, Path file) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
    try {
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(ANSWER_MILLIS);
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setRequestMethod("PUT");
      connection.setRequestProperty("Content-Type", "application/octet-stream");
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(Files.size(file));
      try (OutputStream out = connection.getOutputStream();
          var in = Files.newInputStream(file)) {
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          out.write(buffer, 0, read);
        }
      }
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }
}
