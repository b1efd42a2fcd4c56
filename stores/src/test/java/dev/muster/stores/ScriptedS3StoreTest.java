package dev.muster.stores;

import dev.muster.spi.store.Store;
import dev.muster.testkit.s3.MemoryBucket;
import dev.muster.testkit.s3.ScriptedS3;
import dev.muster.testkit.store.StoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract on the scripted server: wherever it runs, and with the names that moto refuses. */
class ScriptedS3StoreTest extends StoreContract {

  private final ScriptedS3 s3 = ScriptedS3.start();
  private final Store store = new S3StoreFactory().open("s3://data/", s3.environment());
  private final Store missing = new S3StoreFactory().open("s3://missing/", s3.environment());

  @BeforeEach
  void makeBucket() {
    s3.add("data", new MemoryBucket());
  }

  @AfterEach
  void close() {
    store.close();
    missing.close();
    s3.close();
  }

  @Override
  protected Store store() {
    return store;
  }

  @Override
  protected Store missing() {
    return missing;
  }

  @Override
  protected boolean hasEtags() {
    return true;
  }
}
