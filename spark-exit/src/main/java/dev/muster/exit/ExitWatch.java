package dev.muster.exit;

import java.security.Permission;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells of the exit that a program asks for, before it happens, and lets it happen. Up to Java 17 a
 * security manager is asked; from 21 on Java says it to the logger of Runtime.exit (JDK-8301627);
 * between them the first way needs {@code -Djava.security.manager=allow} (JEP 411).
 */
final class ExitWatch {

  private static final String LOGGER = "java.lang.Runtime";
  private static final Pattern STATUS = Pattern.compile("called with status: (-?[0-9]{1,10})");

  /** The first Java that logs exits. */
  private static final int LOGS_EXITS = 21;

  private final IntConsumer asked;
  private final AtomicBoolean over = new AtomicBoolean();

  /** Held: nobody else holds loggers. */
  private final Logger logger = Logger.getLogger(LOGGER);

  private boolean works;

  private ExitWatch(IntConsumer asked) {
    this.asked = asked;
  }

  /**
   * Begins to watch.
   *
   * @param asked is told of the first exit, in the thread that asks for it
   */
  static ExitWatch begin(IntConsumer asked) {
    ExitWatch watch = new ExitWatch(asked);
    watch.works = watch.manages() || watch.listens();
    return watch;
  }

  /** Whether this Java lets exits be seen. */
  boolean works() {
    return works;
  }

  /** What exits from now on is not the program. */
  void end() {
    over.set(true);
  }

  private void tell(int status) {
    if (over.compareAndSet(false, true)) {
      asked.accept(status);
    }
  }

  @SuppressWarnings("removal") // where it is gone the other way is there
  private boolean manages() {
    try {
      System.setSecurityManager(
          new SecurityManager() {
            @Override
            public void checkPermission(Permission permission) {
              // all is as without it
            }

            @Override
            public void checkPermission(Permission permission, Object context) {
              // all is as without it
            }

            @Override
            public void checkExit(int status) {
              tell(status);
            }
          });
      return true;
    } catch (UnsupportedOperationException | SecurityException e) {
      return false;
    }
  }

  private boolean listens() {
    if (release(System.getProperty("java.specification.version", "")) < LOGS_EXITS) {
      return false;
    }
    logger.setLevel(Level.FINE); // what System.Logger calls DEBUG
    logger.setUseParentHandlers(false);
    logger.addHandler(
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            Matcher words = STATUS.matcher(String.valueOf(line.getMessage()));
            if (words.find()) {
              tell((int) Long.parseLong(words.group(1)));
            }
          }

          @Override
          public void flush() {
            // nothing is kept back
          }

          @Override
          public void close() {
            // nothing is open
          }
        });
    return true;
  }

  /** 8 of "1.8", 21 of "21". */
  static int release(String version) {
    String plain = version.startsWith("1.") ? version.substring(2) : version;
    return plain.matches("[0-9]{1,4}") ? Integer.parseInt(plain) : 0;
  }
}
