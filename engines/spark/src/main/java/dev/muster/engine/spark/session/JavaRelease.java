package dev.muster.engine.spark.session;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of a Java, as a number: 11, 17, 25. */
final class JavaRelease {

  /** The first that knows {@code -Djava.security.manager=allow} (JDK-8191053). */
  private static final int ALLOWS = 12;

  /** The first without a security manager (JEP 486): exits cannot be trapped. */
  private static final int TRAPS_NO_MORE = 24;

  private static final Pattern VERSION = Pattern.compile("\"?([0-9]{1,3})(?:\\.([0-9]{1,3}))?");
  private static final Pattern PRINTED = Pattern.compile("version \"([^\"]{1,40})\"");
  private static final int MOST_TEXT = 8 << 10;
  private static final int ASK_SECONDS = 60;

  private JavaRelease() {}

  /** Whether a System.exit can be trapped there. */
  static boolean traps(int release) {
    return release < TRAPS_NO_MORE;
  }

  /** Whether it has to be told to let exits be trapped. */
  static boolean mustAllow(int release) {
    return release >= ALLOWS && release < TRAPS_NO_MORE;
  }

  /**
   * Reads it from the file {@code release} of the installation, else asks the program.
   *
   * @throws MusterException NOT_FOUND when it is no Java
   */
  static int of(String java) {
    try {
      Path program = Path.of(java);
      Path bin = program.isAbsolute() ? program.toRealPath().getParent() : null;
      Path file = bin == null ? null : bin.resolveSibling("release");
      if (file != null && Files.isRegularFile(file)) {
        Properties properties = new Properties();
        try (var in = Files.newInputStream(file)) {
          properties.load(in);
        }
        return number(properties.getProperty("JAVA_VERSION", ""));
      }
      Process process = new ProcessBuilder(java, "-version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text =
          new String(process.getInputStream().readNBytes(MOST_TEXT), StandardCharsets.UTF_8);
      if (!process.waitFor(ASK_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Matcher printed = PRINTED.matcher(text);
      return number(printed.find() ? printed.group(1) : "");
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.NOT_FOUND,
          "no Java can be run at " + java + ": " + e.getMessage(),
          "export JAVA_HOME=FOLDER of a JDK 17",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MusterException(ErrorKind.INTERRUPTED, "interrupted");
    }
  }

  /** 17.0.2 is 17, 1.8.0_292 is 8; what is no version is 0. */
  static int number(String version) {
    Matcher parts = VERSION.matcher(version);
    if (!parts.lookingAt()) {
      return 0;
    }
    int first = Integer.parseInt(parts.group(1));
    return first == 1 && parts.group(2) != null ? Integer.parseInt(parts.group(2)) : first;
  }
}
