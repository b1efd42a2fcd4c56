package dev.muster.session;

import dev.muster.protocol.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs one step as spark-submit would: its classes in a loader of their own or its Python file in a
 * process of its own, its settings as properties, until its main method and its threads have ended.
 * Afterwards the JVM is as it was.
 *
 * <p>A context belongs to the loader under which it was made, since Spark's threads hold on to
 * that: so a context that is kept goes on to a step of the same jars only, with the classes as they
 * are.
 */
final class StepRunner {

  private static final String JARS = "spark.jars";
  private static final String OWN_FIRST = "spark.driver.userClassPathFirst";
  private static final String SECOND_CONTEXT = "Only one SparkContext";
  private static final long STUCK_MILLIS = 30_000;

  private final Replies replies;
  private final StepOutput output;
  private final ExitTrap exits;
  private final PythonSteps python = new PythonSteps();
  private final ClassLoader spark;
  private @Nullable StepLoader kept;

  /**
   * @param spark has Spark's classes and those that options of spark-submit name
   */
  StepRunner(StepLoop.Parts parts, ClassLoader spark) {
    this.spark = spark;
    this.replies = parts.replies;
    this.output = parts.output;
    this.exits = parts.exits;
  }

  /** Runs it and answers. */
  void run(StepRequest request) throws InterruptedException {
    Ending ending = new Ending();
    try {
      output.begin(request.log);
      StepLoader loader = loader(request);
      replies.send("started", started(request, Contexts.open() != null));
      runIn(loader, request, ending);
      if (ending.lost) {
        output.end();
        Runtime.getRuntime().halt(StepLoop.UNHEARD); // Muster ends what is left and runs it again
      }
      settle(loader, request, ending);
    } catch (IOException e) {
      ending.fail("the step's log or jars cannot be used: " + e.getMessage());
    } finally {
      try {
        output.end();
      } catch (IOException e) {
        ending.notes.add("the end of the log was not written: " + e.getMessage());
      }
    }
    Map<String, @Nullable Object> ended = ended(request, ending);
    if (!ending.again) {
      write(request.end, ended);
    }
    replies.send("ended", ended);
    if (ending.stuck) {
      Runtime.getRuntime().halt(StepLoop.UNHEARD); // what is left of the step would go on
    }
  }

  /** The loader of the context that is open, when it has these jars; else a new one. */
  private StepLoader loader(StepRequest request) throws IOException {
    StepLoader open = kept;
    if (open != null && Contexts.open() != null && open.jars().equals(request.jars())) {
      return open;
    }
    Contexts.stop();
    if (open != null) {
      kept = null;
      open.close();
    }
    boolean ownFirst = Boolean.parseBoolean(setting(request, OWN_FIRST));
    return new StepLoader(request.jars(), ownFirst, spark);
  }

  private static @Nullable String setting(StepRequest request, String key) {
    String own = request.settings.get(key);
    return own == null ? System.getProperty(key) : own;
  }

  private void runIn(StepLoader loader, StepRequest request, Ending ending)
      throws InterruptedException {
    Properties before = (Properties) System.getProperties().clone();
    ShutdownHooks hooks = ShutdownHooks.before();
    ThreadGroup group = new ThreadGroup("step " + request.step);
    String name = request.main;
    Runnable work =
        name == null
            ? () -> interpret(request, ending)
            : () -> call(name, loader, request.args, ending);
    Thread main = new Thread(group, work, "main");
    main.setContextClassLoader(loader);
    request.settings.forEach(System::setProperty);
    System.setProperty(JARS, jars(request));
    exits.begin(group, main);
    try {
      main.start();
      main.join();
      awaitOthers(group, ending);
      hooks.run(loader);
    } finally {
      OptionalInt asked = exits.end();
      asked.ifPresent(ending::exit);
      System.setProperties(before);
    }
  }

  private static String jars(StepRequest request) {
    List<String> all = new ArrayList<>();
    String given = setting(request, JARS);
    if (given != null && !given.isEmpty()) {
      all.add(given);
    }
    request.jars().forEach(jar -> all.add(jar.toUri().toString()));
    return String.join(",", all);
  }

  private void interpret(StepRequest request, Ending ending) {
    var log = System.err;
    try {
      ending.exit(python.run(request, ending.notes));
    } catch (IOException e) {
      log.println(e.getMessage());
      ending.fail(String.valueOf(e.getMessage()));
    } catch (PythonSteps.GoneException e) {
      log.println(e.getMessage());
      ending.lost = true;
    }
  }

  private static void call(String name, StepLoader loader, List<String> args, Ending ending) {
    try {
      Class<?> type = Class.forName(name, true, loader);
      Method main = type.getMethod("main", String[].class);
      if (!Modifier.isStatic(main.getModifiers())) {
        throw new NoSuchMethodException("main of " + name + " is not static");
      }
      main.setAccessible(true); // the class need not be public
      main.invoke(null, (Object) args.toArray(new String[0]));
    } catch (InvocationTargetException e) {
      thrown(e.getCause() == null ? e : e.getCause(), ending);
    } catch (StepExit e) {
      ending.exit(e.status()); // a static initializer asked for it
    } catch (Throwable e) {
      thrown(e, ending);
    }
  }

  private static void thrown(Throwable failure, Ending ending) {
    for (Throwable at = failure; at != null; at = at.getCause() == at ? null : at.getCause()) {
      if (at instanceof StepExit) {
        ending.exit(((StepExit) at).status());
        return;
      }
    }
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    var log = System.err;
    log.print("Exception in thread \"main\" " + trace);
    ending.fail(failure.toString());
    ending.again = String.valueOf(failure.getMessage()).contains(SECOND_CONTEXT);
  }

  /**
   * A JVM lives until its last thread that is no daemon; so does a step that did not ask to exit.
   */
  private void awaitOthers(ThreadGroup group, Ending ending) throws InterruptedException {
    long stuckAt = 0;
    for (Thread other = other(group); other != null; other = other(group)) {
      if (exits.asked()) {
        other.interrupt();
        long now = System.nanoTime() / 1_000_000;
        stuckAt = stuckAt == 0 ? now + STUCK_MILLIS : stuckAt;
        if (now > stuckAt) {
          ending.stuck = true;
          ending.notes.add("thread " + other.getName() + " goes on after System.exit");
          return;
        }
      }
      other.join(100);
    }
  }

  private static @Nullable Thread other(ThreadGroup group) {
    Thread[] threads = new Thread[group.activeCount() + 64];
    int count = group.enumerate(threads, true);
    for (int i = 0; i < count; i++) {
      if (!threads[i].isDaemon() && threads[i] != Thread.currentThread()) {
        return threads[i];
      }
    }
    return null;
  }

  private void settle(StepLoader loader, StepRequest request, Ending ending) throws IOException {
    SparkContext open = Contexts.open();
    ending.application = open == null ? null : open.applicationId();
    if (open != null && request.keep && ending.ok() && !ending.stuck) {
      Contexts.tidy(open);
      kept = loader;
      ending.context = "kept";
      return;
    }
    ending.context = open == null ? "none" : "stopped";
    kept = null;
    Contexts.stop();
    loader.close();
  }

  /** For one who comes later and finds Muster gone, and this driver with it. */
  private static void write(Path file, Map<String, @Nullable Object> ended) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.write(part, Json.write(ended).getBytes(StandardCharsets.UTF_8));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // who comes later runs the step again
    }
  }

  private static Map<String, @Nullable Object> started(StepRequest request, boolean open) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("step", request.step);
    fields.put("context", open ? "kept" : "new");
    return fields;
  }

  private static Map<String, @Nullable Object> ended(StepRequest request, Ending ending) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("step", request.step);
    fields.put("exit", ending.status);
    fields.put("error", ending.error);
    fields.put("context", ending.context);
    fields.put("again", ending.again);
    fields.put("application", ending.application);
    fields.put("notes", ending.notes);
    return fields;
  }

  /** Stops what is open. */
  void close() {
    python.close();
    Contexts.stop();
  }

  /** How a step ended; written by its thread, read when that has ended. */
  private static final class Ending {
    private int status;
    private @Nullable String error;
    private @Nullable String application;
    private String context = "none";
    private boolean again;
    private boolean stuck;
    private boolean lost;
    private final List<String> notes = new ArrayList<>();

    boolean ok() {
      return status == 0;
    }

    /** What asks to exit has decided, whatever it throws later. */
    synchronized void exit(int asked) {
      status = asked;
      error = null;
      again = false;
    }

    synchronized void fail(String why) {
      status = 1; // as spark-submit
      error = why;
    }
  }
}
