package dev.muster.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.spi.store.Store;
import dev.muster.testkit.s3.MotoServer;
import dev.muster.testkit.store.StoreContract;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on moto, a bucket per test. */
class S3StoreIT extends StoreContract {

  private final MotoServer moto = MotoServer.shared();
  private final String bucket = "test-" + UUID.randomUUID();
  private Store store;
  private Store missing;

  @BeforeEach
  void makeBucket() {
    moto.createBucket(bucket);
    store = new S3StoreFactory().open("s3://" + bucket + "/", moto.environment());
    missing = new S3StoreFactory().open("s3://no-such-bucket", moto.environment());
  }

  @AfterEach
  void close() {
    store.close();
    missing.close();
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

  /** S3 holds such keys, and {@link ScriptedS3StoreTest} shows that ours does. */
  @Override
  protected Optional<String> serverCannotHold(String key) {
    return key.contains("\n")
        ? Optional.of("moto answers 404 to a key with a newline")
        : Optional.empty();
  }

  @Test
  void takesWhatIsPutAtASignedAddress() throws Exception {
    String key = "results/ä b+c&d";
    URI address = store.writeAddress(key, Duration.ofHours(1)).orElseThrow();
    assertThat(address.toString()).contains("X-Amz-Signature").doesNotContain("secret");
    HttpRequest put =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofMinutes(2))
            .PUT(HttpRequest.BodyPublishers.ofString("from elsewhere"))
            .build();
    assertThat(
            HttpClient.newHttpClient()
                .send(put, HttpResponse.BodyHandlers.discarding())
                .statusCode())
        .isEqualTo(200);
    assertThat(read(store, key, 0, -1, "")).isEqualTo("from elsewhere");
  }

  @Test
  void largeFilesGoUpInParts(@TempDir Path folder) throws IOException {
    S3Limits fiveMegabytes =
        new S3Limits(
            Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(60), 5L << 20);
    byte[] bytes = new byte[(11 << 20) + 7];
    new Random(3).nextBytes(bytes);
    Path file = Files.write(folder.resolve("large"), bytes);
    try (Store parts = S3Store.open(bucket, moto.environment(), fiveMegabytes)) {
      parts.put("large", file);
      assertThat(parts.find("large").orElseThrow().etag()).endsWith("-3");
      try (InputStream in = parts.open("large", 0, -1, "")) {
        assertThat(in.readAllBytes()).isEqualTo(bytes);
      }
    }
  }
}
