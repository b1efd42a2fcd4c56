package dev.muster.spark;

import dev.muster.protocol.spool.Packet;
import dev.muster.protocol.spool.Segments;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * The program of the Spark application that runs a map run. Its arguments are the run folder, with
 * {@code job.json}, {@code in/} with what Muster asks for, {@code spool/} with what it is told,
 * {@code bundle} and {@code inputs/} for executors; and the folder of {@code secret.json} and
 * {@code spark.conf}, which are removed when they have been read.
 */
public final class Driver {

  /** Exit status when results cannot be kept: the disk of the head is full or broken. */
  private static final int CANNOT_KEEP = 74;

  /** Exit status when Spark has taken the application away: its master was stopped or is lost. */
  private static final int GONE = 75;

  private static final Pattern TAKEN_AWAY =
      Pattern.compile(
          "(?i)removed our application|masters are unresponsive|SparkContext was shut ?down");

  private final Spool spool;
  private final TaskBook<Session> book;
  private final StorePlaces places;
  private final Waves waves;

  private Driver(Spool spool, TaskBook<Session> book, StorePlaces places, Waves waves) {
    this.spool = spool;
    this.book = book;
    this.places = places;
    this.waves = waves;
  }

  /** Runs until Muster says that no more tasks come, or dies. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]).toAbsolutePath();
    Job job = Job.read(folder, Path.of(args[1]));
    Packet about = job.description();
    if (Boolean.TRUE.equals(about.value("tied"))) {
      endWithInput();
    }
    TaskBook<Session> book = new TaskBook<>();
    try (Spool spool =
            new Spool(
                folder.resolve(Segments.FOLDER),
                about.number("spool_bytes"),
                Spool.SEGMENT_BYTES,
                about.number("read"),
                packet -> known(book, packet),
                Driver::cannotKeep);
        Inbox inbox = new Inbox(folder.resolve("in"), about.number("next"));
        JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      boolean local = spark.master().startsWith("local");
      Meter meter = new Meter();
      try (ResultServer server =
          new ResultServer(
              local ? InetAddress.getLoopbackAddress() : InetAddress.getByAddress(new byte[4]),
              job,
              folder,
              spool,
              book,
              meter)) {
        String host =
            local
                ? InetAddress.getLoopbackAddress().getHostAddress()
                : spark.getConf().get("spark.driver.host");
        DriverAddress address =
            new DriverAddress(about.text("run"), host, server.port(), job.token());
        spool.note(
            Packet.of("application", spark.sc().applicationId()).with("spark", spark.version()));
        Waves waves =
            new Waves(
                spark,
                address,
                meter,
                (key, why) -> {
                  if (!book.hasEnded(key) && isGone(spark, why)) {
                    Runtime.getRuntime().halt(GONE); // no task is to blame
                  }
                  lost(spool, book, key, why);
                });
        new Driver(spool, book, server.places(), waves).serve(inbox);
      }
    }
    Runtime.getRuntime().exit(0); // threads of Spark or of a library may live on
  }

  private static boolean isGone(JavaSparkContext spark, String why) {
    return spark.sc().isStopped() || TAKEN_AWAY.matcher(why).find();
  }

  private static void known(TaskBook<Session> book, Packet packet) {
    Object task = packet.value("ended");
    Object attempt = packet.value("attempt");
    if (task instanceof Long && attempt instanceof Long) {
      book.known(new TaskKey(((Long) task).intValue(), ((Long) attempt).intValue()));
    }
  }

  private static void endWithInput() {
    ResultServer.daemon(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // nothing is said, only that Muster lives
                }
              } catch (IOException e) {
                // the same as its end
              }
              Runtime.getRuntime().halt(0);
            },
            "muster-lifeline")
        .start();
  }

  private static void cannotKeep(IOException e) {
    new IllegalStateException("results cannot be kept on this machine", e).printStackTrace();
    Runtime.getRuntime().halt(CANNOT_KEEP);
  }

  private void serve(Inbox inbox) throws IOException, InterruptedException {
    while (true) {
      Map<String, @Nullable Object> request = inbox.take();
      if (request.get("tasks") instanceof List) {
        submit((List<?>) request.get("tasks"));
      } else if (request.get("trim") instanceof Long) {
        spool.trim((Long) request.get("trim"));
      } else if (request.get("places") instanceof List) {
        places.replace((List<?>) request.get("places"));
      } else if (request.get("revoke") instanceof Long) {
        revoke(((Long) request.get("revoke")).intValue());
      } else if (request.containsKey("drain")) {
        drain();
      } else if (request.get("stop") instanceof Long) {
        drain();
        stop((Long) request.get("stop"));
      } else if (request.containsKey("close")) {
        waves.await();
        return;
      }
    }
  }

  private void submit(List<?> tasks) throws IOException {
    Map<TaskKey, Map<?, ?>> batch = new LinkedHashMap<>();
    for (Object each : tasks) {
      Map<?, ?> task = (Map<?, ?>) each;
      batch.put(Fields.key(task), task);
    }
    book.add(List.copyOf(batch.keySet()));
    waves.submit(batch);
  }

  private void revoke(int task) throws IOException {
    dropped(book.revoke(task), "REVOKED");
    book.running()
        .forEach(
            (key, session) -> {
              if (key.task == task) {
                session.end(key, "REVOKED", 2_000);
              }
            });
  }

  private void drain() throws IOException {
    dropped(book.drain(), "STOPPED");
  }

  private void dropped(List<TaskKey> keys, String reason) throws IOException {
    for (TaskKey key : keys) {
      Instant now = Instant.now();
      spool.note(ended(key, reason, Failed.line(key, now, now, "not begun", null)));
    }
  }

  private void stop(long graceMillis) {
    book.running().forEach((key, session) -> session.end(key, "STOPPED", graceMillis));
  }

  /** Spark has ended the job of an attempt: if nobody told how the attempt ended, it is lost. */
  private static void lost(Spool spool, TaskBook<Session> book, TaskKey key, String why) {
    if (book.end(key)) {
      Instant now = Instant.now();
      try {
        spool.note(ended(key, null, Failed.line(key, now, now, why, null)));
      } catch (IOException e) {
        cannotKeep(e);
      }
    }
  }

  private static Packet ended(TaskKey key, @Nullable String reason, byte[] line) {
    return Packet.of("ended", key.task)
        .with("attempt", key.attempt)
        .with("worker", 0)
        .with("reason", reason)
        .with(line);
  }
}
