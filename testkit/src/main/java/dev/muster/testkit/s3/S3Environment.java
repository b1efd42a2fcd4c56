package dev.muster.testkit.s3;

import java.net.URI;
import java.util.Map;

/** The variables that lead an S3 client to a server of ours. */
final class S3Environment {

  private S3Environment() {}

  static Map<String, String> of(URI endpoint) {
    return Map.of(
        "AWS_ENDPOINT_URL", endpoint.toString(),
        "AWS_REGION", "us-east-1",
        "AWS_ACCESS_KEY_ID", "testkit",
        "AWS_SECRET_ACCESS_KEY", "testkit-secret",
        "AWS_EC2_METADATA_DISABLED", "true");
  }
}
