package dev.muster.service.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts that hosts run. Values reach them as arguments and files, never as their text. */
final class SparkScripts {

  /** Keeps a program running. */
  static final String SUPERVISE = "supervise.sh";

  /** Has it started when the host boots. */
  static final String BOOT = "boot.sh";

  /** Runs a driver for a job. */
  static final String SUBMIT = "submit.sh";

  private SparkScripts() {}

  /** The text of one of them. */
  static String text(String name) {
    try (InputStream in = SparkScripts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no " + name + " in this program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
