package dev.muster.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.spi.store.Store;
import dev.muster.spi.store.StoredObject;
import dev.muster.testkit.s3.MotoServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pod or a CI job has no keys but a token and a role, which only the process's variables name.
 */
class WebIdentityIT {

  @TempDir Path folder;

  @Test
  void aTokenAndARoleAreCredentials() throws Exception {
    MotoServer moto = MotoServer.shared();
    String bucket = "test-" + UUID.randomUUID();
    moto.createBucket(bucket);
    Path object = Files.writeString(folder.resolve("object"), "content");
    try (Store store = new S3StoreFactory().open("s3://" + bucket + "/", moto.environment())) {
      store.put("key.csv", object);
    }
    Path token = Files.writeString(folder.resolve("token"), "header.body.signature");
    String out =
        Forked.java(
            Listing.class,
            List.of(),
            Map.of(
                "AWS_ENDPOINT_URL", moto.variables().get("AWS_ENDPOINT_URL"),
                "AWS_REGION", "eu-north-1",
                "AWS_ACCESS_KEY_ID", "",
                "AWS_SECRET_ACCESS_KEY", "",
                "AWS_PROFILE", "",
                "AWS_EC2_METADATA_DISABLED", "true",
                "AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/reader",
                "AWS_WEB_IDENTITY_TOKEN_FILE", token.toString()),
            bucket);
    assertThat(out).contains("found key.csv");
  }

  /** Run in a process of its own: the SDK reads the process's variables. */
  static final class Listing {

    private Listing() {}

    public static void main(String[] args) {
      try (Store store = new S3StoreFactory().open("s3://" + args[0] + "/", System::getenv)) {
        try (Stream<StoredObject> listed = store.list("")) {
          listed.forEach(object -> System.out.println("found " + object.key()));
        }
      }
    }
  }
}
