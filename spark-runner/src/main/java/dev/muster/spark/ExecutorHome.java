package dev.muster.spark;

import dev.muster.protocol.Shim;
import dev.muster.protocol.spool.Bundle;
import dev.muster.protocol.spool.Packet;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What an executor keeps between Spark's tasks: the run's files, and a warm worker for each of its
 * slots. All of it goes when the executor ends; when it is killed, its workers see the end of their
 * input and end, and Spark removes its folders.
 */
final class ExecutorHome {

  private static final long TICK_MILLIS = 50;
  private static final Map<String, ExecutorHome> HOMES = new HashMap<>();

  private final DriverAddress address;
  private final Packet job;
  private final Path folder;
  private final Path shim;
  private final InputStock inputs;
  private final TreeMap<Integer, WarmSlot> idle = new TreeMap<>();
  private final List<WarmSlot> all = new ArrayList<>();
  private final ScheduledThreadPoolExecutor timer;
  private final String id = UUID.randomUUID().toString();
  private boolean hopeless;

  private ExecutorHome(DriverAddress address) throws IOException, InterruptedException {
    this.address = address;
    timer = new ScheduledThreadPoolExecutor(1, task -> ResultServer.daemon(task, "muster-timer"));
    timer.setRemoveOnCancelPolicy(true);
    try (Link link = new Link(address, packet -> {})) {
      job = link.ask(Packet.of("job", true));
      folder = Files.createTempDirectory(parent(job), "muster-");
      Runtime.getRuntime().addShutdownHook(new Thread(this::end, "muster-end"));
      shim = Shim.extractTo(folder);
      if (!shared()) {
        unpack(link);
      }
    }
    inputs = new InputStock(folder.resolve("inputs"));
    var unused =
        timer.scheduleWithFixedDelay(this::watch, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The one of this process for an application. */
  static ExecutorHome of(DriverAddress address) throws IOException, InterruptedException {
    synchronized (HOMES) {
      ExecutorHome home = HOMES.get(address.toString());
      if (home == null) {
        home = new ExecutorHome(address);
        HOMES.put(address.toString(), home);
      }
      return home;
    }
  }

  /** A folder that the cluster removes after the application, where it says which. */
  private static Path parent(Packet job) {
    String scratch = job.optionalText("scratch");
    if (scratch != null) {
      return Path.of(scratch);
    }
    for (String name : List.of("SPARK_EXECUTOR_DIRS", "LOCAL_DIRS")) {
      String folders = System.getenv(name);
      if (folders != null && !folders.isEmpty()) {
        Path first = Path.of(folders.split("[:,]", -1)[0]);
        if (Files.isDirectory(first)) {
          return first;
        }
      }
    }
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private void unpack(Link link) throws IOException, InterruptedException {
    Path bundle = folder.resolve("bundle");
    fetch(link, "bundle", bundle);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(bundle), 1 << 16)) {
      Files.createDirectories(folder.resolve("project"));
      Files.createDirectories(folder.resolve("files"));
      Bundle.extract(in, folder);
    }
    Files.delete(bundle);
  }

  /**
   * Gets a file of the run folder.
   *
   * @throws IOException when it is not there, or the disk refuses it
   */
  static void fetch(Link link, String name, Path target) throws IOException, InterruptedException {
    try (OutputStream out = Files.newOutputStream(target)) {
      long at = 0;
      long size = Long.MAX_VALUE;
      while (at < size) {
        Packet part = link.ask(Packet.of("file", name).with("at", at));
        if (part.is("missing")) {
          throw new IOException("the run folder has no " + name);
        }
        size = part.number("size");
        if (part.data().length == 0 && at < size) {
          throw new IOException(name + " got shorter while it was read");
        }
        out.write(part.data());
        at += part.data().length;
      }
    }
  }

  /** A slot for the calling thread. */
  synchronized WarmSlot acquire(BooleanSupplier killed) {
    Map.Entry<Integer, WarmSlot> free = idle.pollFirstEntry();
    WarmSlot slot;
    if (free == null) {
      slot = new WarmSlot(this, all.size());
      all.add(slot);
    } else {
      slot = free.getValue();
    }
    slot.taken(killed, Thread.currentThread());
    return slot;
  }

  synchronized void release(WarmSlot slot) {
    slot.released();
    idle.put(slot.index(), slot);
  }

  private void watch() {
    List<WarmSlot> slots;
    synchronized (this) {
      slots = List.copyOf(all);
    }
    slots.forEach(WarmSlot::watch);
  }

  /** Runs something later. */
  void after(long millis, Runnable task) {
    var unused = timer.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  /** The entrypoint cannot be called: nothing more is tried here. */
  synchronized void giveUp() {
    hopeless = true;
  }

  synchronized boolean hopeless() {
    return hopeless;
  }

  private void end() {
    List<WarmSlot> slots;
    synchronized (this) {
      slots = List.copyOf(all);
      hopeless = true;
    }
    List<Thread> ending = new ArrayList<>();
    for (WarmSlot slot : slots) {
      Thread thread = ResultServer.daemon(slot::kill, "muster-end-slot");
      thread.start();
      ending.add(thread);
    }
    try {
      for (Thread thread : ending) {
        thread.join();
      }
      Trees.delete(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // Spark removes its own folders, Muster the run folder
    }
  }

  /** Whether project, files and inputs are under the same paths here as where Muster runs. */
  boolean shared() {
    return Boolean.TRUE.equals(job.value("shared"));
  }

  /** Tells this executor from others. */
  String id() {
    return id;
  }

  DriverAddress address() {
    return address;
  }

  Packet job() {
    return job;
  }

  InputStock inputs() {
    return inputs;
  }

  /** Where the project is. */
  Path project() throws IOException {
    return shared() ? Path.of(job.text("folder")) : folder.resolve("project");
  }

  /** Results of so many bytes go to the store; 0 when there is none. */
  long storedFrom() {
    Object from = job.value("stored_from");
    return from instanceof Long ? (Long) from : 0;
  }

  /** Where workers write logs, and large results, until the driver has them. */
  Path results() {
    return folder.resolve("results");
  }

  Path spool() {
    return folder.resolve("spool");
  }

  Path shim() {
    return shim;
  }

  /** The workers' environment, without their marks. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    if (!shared()) {
      environment.putAll(System.getenv());
      environment.keySet().removeIf(name -> name.startsWith("SPARK_") || name.startsWith("_SPARK"));
    }
    Object given = job.value("env");
    if (given instanceof Map) {
      String files = folder.resolve("files").toString();
      for (Map.Entry<?, ?> variable : ((Map<?, ?>) given).entrySet()) {
        environment.put(
            String.valueOf(variable.getKey()),
            String.valueOf(variable.getValue()).replace("{muster-files}", files));
      }
    }
    return environment;
  }

  /** The interpreter: the one that was named, where it is there. */
  String python() throws IOException {
    String named = job.text("python");
    @Nullable Path path = named.startsWith("/") ? Path.of(named) : null;
    return path == null || Files.isExecutable(path) ? named : "python3";
  }
}
