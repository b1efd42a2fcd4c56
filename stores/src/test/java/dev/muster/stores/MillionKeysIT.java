package dev.muster.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.spi.store.Store;
import dev.muster.spi.store.StoredObject;
import dev.muster.testkit.s3.GeneratedBucket;
import dev.muster.testkit.s3.Operation;
import dev.muster.testkit.s3.ScriptedS3;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Issue 2, section 3: a million keys in under 512 MB of heap. One eighth is given. */
@Tag("long")
class MillionKeysIT {

  private static final int KEYS = 1_000_000;

  @Test
  void listsAMillionKeysInASmallHeap() throws Exception {
    byte[] content = new byte[10];
    try (ScriptedS3 s3 = ScriptedS3.start()) {
      s3.add("million", new GeneratedBucket(KEYS, "data/%07d.csv"::formatted, key -> content));
      Map<String, String> environment =
          Map.of(
              "AWS_ENDPOINT_URL", s3.endpoint().toString(),
              "AWS_ACCESS_KEY_ID", "testkit",
              "AWS_SECRET_ACCESS_KEY", "testkit-secret");
      String out = Forked.java(Count.class, List.of("-Xmx64m"), environment, "s3://million/");
      System.out.println(out);
      assertThat(out).contains("keys=" + KEYS + " bytes=" + 10L * KEYS + " sorted=true");
      assertThat(s3.requests(Operation.LIST)).hasSize(KEYS / 1000);
    }
  }

  /** Lists a store and prints what it saw. */
  static final class Count {

    private long keys;
    private long bytes;
    private boolean sorted = true;
    private String last = "";

    private void add(StoredObject object) {
      keys++;
      bytes += object.size();
      sorted &= Utf8Order.INSTANCE.compare(last, object.key()) < 0;
      last = object.key();
    }

    public static void main(String[] arguments) {
      long start = System.nanoTime();
      Count count = new Count();
      try (StoreCatalog catalog = StoreCatalog.load(System::getenv)) {
        Store store = catalog.open(arguments[0]);
        try (var objects = store.list("")) {
          objects.forEach(count::add);
        }
      }
      long peak =
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> pool.getType() == MemoryType.HEAP)
              .mapToLong(pool -> pool.getPeakUsage().getUsed())
              .sum();
      System.out.printf(
          "keys=%d bytes=%d sorted=%s seconds=%.1f peak heap at most %d MB of %d MB%n",
          count.keys,
          count.bytes,
          count.sorted,
          (System.nanoTime() - start) / 1e9,
          peak >> 20,
          Runtime.getRuntime().maxMemory() >> 20);
    }
  }
}
