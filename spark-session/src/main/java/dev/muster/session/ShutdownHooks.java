package dev.muster.session;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a step wants done when its JVM ends is done when the step ends. Spark's options of Java open
 * the package where the JDK keeps it; where it is closed, hooks wait for the driver's end.
 */
final class ShutdownHooks {

  private static final long LONGEST_MILLIS = 60_000;

  private final Set<Thread> before = Collections.newSetFromMap(new IdentityHashMap<>());

  private ShutdownHooks() {
    before.addAll(registered());
  }

  /** Remembers those that are not the step's. */
  static ShutdownHooks before() {
    return new ShutdownHooks();
  }

  /** Runs, side by side as the JVM does, those that came since and whose code is the step's. */
  void run(ClassLoader step) throws InterruptedException {
    List<Thread> own = new ArrayList<>();
    for (Thread hook : registered()) {
      if (!before.contains(hook)
          && isOf(hook, step)
          && Runtime.getRuntime().removeShutdownHook(hook)) {
        own.add(hook);
      }
    }
    own.forEach(Thread::start);
    for (Thread hook : own) {
      hook.join(LONGEST_MILLIS);
    }
  }

  /** A hook of a library of Spark's is the driver's, whoever was the first to need it. */
  private static boolean isOf(Thread hook, ClassLoader step) {
    if (hook.getClass().getClassLoader() == step) {
      return true;
    }
    try {
      Field target = Thread.class.getDeclaredField("target");
      target.setAccessible(true);
      Object work = target.get(hook);
      return work != null && work.getClass().getClassLoader() == step;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return false;
    }
  }

  private static Set<Thread> registered() {
    try {
      Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
      hooks.setAccessible(true);
      Set<Thread> found = Collections.newSetFromMap(new IdentityHashMap<>());
      Object held = hooks.get(null);
      if (held instanceof Map) {
        synchronized (Class.forName("java.lang.ApplicationShutdownHooks")) {
          ((Map<?, ?>) held).keySet().forEach(hook -> found.add((Thread) hook));
        }
      }
      return found;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return Collections.emptySet();
    }
  }
}
