package dev.muster.spark;

import dev.muster.protocol.Json;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;

/** What an executor does with a partition: its tasks, one after the other, in one warm worker. */
final class RunChunk implements VoidFunction<Iterator<String>> {

  private static final long serialVersionUID = 1L;

  private final DriverAddress address;

  RunChunk(DriverAddress address) {
    this.address = address;
  }

  @Override
  public void call(Iterator<String> chunks) throws IOException, InterruptedException {
    TaskContext context = TaskContext.get();
    ExecutorHome home = ExecutorHome.of(address);
    WarmSlot slot = home.acquire(context::isInterrupted);
    try {
      while (chunks.hasNext()) {
        List<?> tasks = (List<?>) Json.parse(chunks.next());
        for (Object task : tasks == null ? List.of() : tasks) {
          slot.run((Map<?, ?>) task);
        }
      }
      slot.flush();
    } finally {
      home.release(slot);
    }
  }
}
