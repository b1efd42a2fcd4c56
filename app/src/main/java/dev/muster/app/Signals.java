package dev.muster.app;

import dev.muster.core.run.RunControl;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns SIGINT, SIGTERM and SIGHUP into requests to stop. The JDK's signal class is not part of its
 * public API, so it is reached by reflection; without it a signal ends the process at once.
 */
final class Signals {

  private Signals() {}

  static void stopOn(RunControl control, PrintStream err) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object stopper =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  handle(control, err, proxy, method.getName(), arguments));
      for (String name : List.of("INT", "TERM", "HUP")) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), stopper);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
      err.println("muster: signals cannot be handled here: Ctrl-C stops at once");
    }
  }

  private static @Nullable Object handle(
      RunControl control,
      PrintStream err,
      Object proxy,
      String method,
      Object @Nullable [] arguments) {
    return switch (method) {
      case "handle" -> {
        stop(control, err);
        yield null;
      }
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> arguments != null && proxy == arguments[0];
      default -> "stop on signal";
    };
  }

  private static void stop(RunControl control, PrintStream err) {
    if (control.unheard()) {
      say(err, "muster: stopped");
      Runtime.getRuntime().halt(130);
    }
    switch (control.requestStop()) {
      case DRAIN ->
          say(err, "muster: stopping; what is at work may end, Ctrl-C again stops it now");
      case NOW -> say(err, "muster: stopping now");
      case NONE -> {}
    }
  }

  /** On a line of its own: a terminal shows ^C where the cursor is. */
  private static void say(PrintStream err, String text) {
    err.println(Boolean.getBoolean("muster.tty.err") ? "\n" + text : text);
    err.flush();
  }
}
