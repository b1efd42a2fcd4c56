package dev.muster.session;

import dev.muster.protocol.Json;
import dev.muster.protocol.JsonException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads steps, a line of JSON each ({@link StepRequest}), and runs one after the other. When the
 * input ends, Muster is gone: the JVM is halted with what runs in it.
 */
public final class StepLoop {

  /** Exit status when nobody hears the answers. */
  static final int UNHEARD = 75;

  /** A request may be this long: arguments and class paths of a step. */
  private static final int LONGEST_LINE = 8 << 20;

  private static final String CLOSE = "";

  private final StepRunner runner;
  private final Replies replies;

  private StepLoop(StepRunner runner, Replies replies) {
    this.runner = runner;
    this.replies = replies;
  }

  /** What the program has made before spark-submit began. */
  static final class Parts {

    /** Set once, before spark-submit calls the other class of this program. */
    static @Nullable Parts given;

    final Replies replies;
    final StepOutput output;
    final ExitTrap exits;

    Parts(Replies replies, StepOutput output, ExitTrap exits) {
      this.replies = replies;
      this.output = output;
      this.exits = exits;
    }
  }

  /**
   * Called by spark-submit in the JVM of {@link WarmDriver}, with Spark's settings as properties.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Parts parts = Parts.given;
    if (parts == null) {
      throw new IllegalStateException("this is the inside of " + WarmDriver.class.getName());
    }
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(System.in, lines), "muster-requests");
    reader.setDaemon(true);
    reader.start();
    Map<String, @Nullable Object> ready = new LinkedHashMap<>();
    ready.put("java", System.getProperty("java.specification.version"));
    ready.put("traps", parts.exits.works());
    ready.put("spark", Contexts.version());
    ready.put("pid", ProcessHandle.current().pid());
    parts.replies.send("ready", ready);
    ClassLoader spark = Thread.currentThread().getContextClassLoader();
    new StepLoop(new StepRunner(parts, spark), parts.replies).serve(lines);
    Runtime.getRuntime().halt(0); // hooks of steps have run; threads of theirs may live on
  }

  private void serve(BlockingQueue<String> lines) throws InterruptedException {
    for (String line = lines.take(); !line.equals(CLOSE); line = lines.take()) {
      try {
        StepRequest request = StepRequest.of(Json.parseObject(line));
        runner.run(request);
      } catch (JsonException | IllegalArgumentException e) {
        Map<String, @Nullable Object> refused = new LinkedHashMap<>();
        refused.put("error", "a request that is none: " + e.getMessage());
        replies.send("refused", refused);
      }
    }
    runner.close();
  }

  private static void read(InputStream in, BlockingQueue<String> lines) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      for (int letter = reader.read(); letter >= 0; letter = reader.read()) {
        if (letter != '\n') {
          line.append((char) letter);
        } else {
          lines.add(line.toString());
          if (line.length() == 0) {
            return; // to close was asked for; what runs ends first
          }
          line.setLength(0);
        }
        if (line.length() > LONGEST_LINE) {
          break;
        }
      }
    } catch (IOException e) {
      // the same as its end
    }
    Runtime.getRuntime().halt(0);
  }
}
