package dev.muster.exit;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The program in the container: calls the main class that its first argument names, with the other
 * arguments, and writes the status of an exit that it asks for into the file that {@code
 * MUSTER_EXIT_FILE} names, before the exit happens. All else is as without it: what the main class
 * throws goes on, and a main class that returns leaves no file, since YARN tells of both.
 */
public final class Driver {

  private Driver() {}

  /** Runs it. */
  public static void main(String[] words) throws Throwable {
    if (words.length == 0) {
      throw new IllegalArgumentException("the first argument is the main class");
    }
    Map<String, String> environment = System.getenv();
    Optional<ExitFile> file = open(environment.getOrDefault(ExitFile.VARIABLE, ""));
    String owner = owner(environment);
    ExitWatch watch =
        ExitWatch.begin(status -> file.ifPresent(there -> write(there, status, owner)));
    if (!watch.works()) {
      System.err.println(
          "muster: this Java keeps the status of System.exit to itself: it is taken for 1; Java 8"
              + " to 17, or 21 and newer, say it");
    }
    try {
      run(words[0], Arrays.copyOfRange(words, 1, words.length));
    } finally {
      watch.end();
    }
  }

  private static Optional<ExitFile> open(String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      ExitFile file = ExitFile.at(name);
      file.clear();
      return Optional.of(file);
    } catch (IOException | RuntimeException e) {
      System.err.println("muster: the exit code cannot be told by " + name + ": " + e);
      return Optional.empty();
    }
  }

  /** YARN names each attempt by its container. */
  private static String owner(Map<String, String> environment) {
    return "job "
        + environment.getOrDefault("MUSTER_JOB", "?")
        + " in "
        + environment.getOrDefault("CONTAINER_ID", "?");
  }

  private static void write(ExitFile file, int status, String owner) {
    try {
      file.write(status, owner);
    } catch (IOException | RuntimeException e) {
      System.err.println("muster: exit code " + status + " cannot be told: " + e);
    }
  }

  private static void run(String name, String[] arguments) throws Throwable {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    Method main = Class.forName(name, true, loader).getMethod("main", String[].class);
    main.setAccessible(true); // of a class that is not public, as Java's launcher does
    try {
      main.invoke(null, (Object) arguments);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw cause == null ? e : cause;
    }
  }
}
