package dev.muster.session;

import java.security.Permission;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Turns the exits of a step into its end. The JDK allows that up to 23, from 12 on with {@code
 * -Djava.security.manager=allow} (JEP 411, JEP 486). Exits that Spark's own threads ask for are
 * left alone: they mean the JVM.
 */
final class ExitTrap {

  private final boolean works;
  private @Nullable ThreadGroup group;
  private @Nullable Thread main;
  private @Nullable Integer status;

  private ExitTrap(boolean works) {
    this.works = works;
  }

  @SuppressWarnings("removal") // there is no other way, and where there is none it says so
  static ExitTrap install() {
    ExitTrap trap = new ExitTrap(true);
    try {
      System.setSecurityManager(
          new SecurityManager() {
            @Override
            public void checkPermission(Permission permission) {
              // all but exits is as without it
            }

            @Override
            public void checkPermission(Permission permission, Object context) {
              // all but exits is as without it
            }

            @Override
            public void checkExit(int asked) {
              trap.exit(asked);
            }
          });
      return trap;
    } catch (UnsupportedOperationException | SecurityException e) {
      return new ExitTrap(false);
    }
  }

  /** Whether exits are trapped; else one ends the JVM. */
  boolean works() {
    return works;
  }

  /** A step begins with this thread, in this group of threads. */
  synchronized void begin(ThreadGroup threads, Thread first) {
    group = threads;
    main = first;
    status = null;
  }

  /** Whether the step has asked to exit. */
  synchronized boolean asked() {
    return status != null;
  }

  /** The step has ended; the status of its first exit, if it asked for one. */
  synchronized OptionalInt end() {
    group = null;
    main = null;
    Integer asked = status;
    return asked == null ? OptionalInt.empty() : OptionalInt.of(asked);
  }

  /** Threads of Spark and of its libraries are daemons; a step that exits from one ends the JVM. */
  private synchronized void exit(int asked) {
    ThreadGroup threads = group;
    Thread first = main;
    Thread asks = Thread.currentThread();
    if (threads == null
        || first == null
        || asks.isDaemon()
        || !threads.parentOf(asks.getThreadGroup())) {
      return;
    }
    if (status == null) {
      status = asked; // a second is what a step says when it has caught the first
    }
    if (asks != first) {
      first.interrupt(); // nothing of the step may go on
    }
    throw new StepExit(asked);
  }
}
